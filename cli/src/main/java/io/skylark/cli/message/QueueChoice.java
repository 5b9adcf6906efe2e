package io.skylark.cli.message;

import io.skylark.protocol.body.MessageQueue;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which queues of a topic.
///
/// @param broker empty for all
/// @param id empty for all
record QueueChoice(Optional<String> broker, OptionalInt id) {
    static final QueueChoice ALL = new QueueChoice(Optional.empty(), OptionalInt.empty());

    private static final Pattern FORM = Pattern.compile("(?:([^/]+)/)?(\\d{1,9})");

    /// @throws IllegalArgumentException when the text is none
    static QueueChoice parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no queue: write 3, or broker-a/3");
        }
        return new QueueChoice(
                Optional.ofNullable(form.group(1)), OptionalInt.of(Integer.parseInt(form.group(2))));
    }

    boolean includes(MessageQueue queue) {
        return (broker.isEmpty() || broker.get().equals(queue.brokerName()))
                && (id.isEmpty() || id.getAsInt() == queue.queueId());
    }
}
