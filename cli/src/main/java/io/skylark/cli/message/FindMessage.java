package io.skylark.cli.message;

import io.skylark.cli.frame.CommandException;
import io.skylark.client.admin.MessageAdmin;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one message that a user names.
final class FindMessage {
    static final String ID = "the id that its sender gave it, with --topic; the id that its broker gave it; or its place:"
            + " TOPIC/BROKER/QUEUE/OFFSET";
    static final String TOPIC = "its topic, for the id that its sender gave it";

    private static final Pattern PLACE = Pattern.compile("([^/]+)/([^/]+)/(\\d{1,9})/(\\d{1,18})");

    private FindMessage() {}

    /// @throws CommandException when it is not there
    static ReceivedMessage find(MessageAdmin admin, String id, Optional<String> topic) {
        Matcher place = PLACE.matcher(id);
        if (place.matches()) {
            MessageQueue queue = new MessageQueue(place.group(1), place.group(2), Integer.parseInt(place.group(3)));
            return admin.at(queue, Long.parseLong(place.group(4)))
                    .orElseThrow(() -> CommandException.notFound("there is no message at " + id + " now"));
        }
        if (topic.isPresent()) {
            return admin.byId(topic.get(), id)
                    .or(() -> byOffsetId(admin, id))
                    .orElseThrow(() -> CommandException.notFound(
                            "topic " + topic.get() + " has no message with the id " + id + " now"));
        }
        return byOffsetId(admin, id).orElseThrow(() -> CommandException.notFound("no broker gave a message the id " + id
                + "; when it is from its sender, name the topic too: --topic TOPIC"));
    }

    /// Empty also when it is none that a broker gives.
    private static Optional<ReceivedMessage> byOffsetId(MessageAdmin admin, String id) {
        try {
            return admin.byOffsetId(id);
        } catch (IllegalArgumentException | UnreachableException noSuchBroker) {
            return Optional.empty();
        } catch (SkylarkException failure) {
            if (failure.code() == SkylarkException.NO_CODE) {
                return Optional.empty(); // what the id has in the place of an address does not answer
            }
            throw failure;
        }
    }
}
