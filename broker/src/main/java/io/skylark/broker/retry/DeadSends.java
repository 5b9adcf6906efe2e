package io.skylark.broker.retry;

import io.skylark.broker.intake.Redirect;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.Group;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import java.util.Map;
import java.util.function.Predicate;

/// Clients whose send-back fails send the message to the retry topic themselves, and those that consume in order do so with
/// what they give up. What was delivered too often goes to the dead-letter topic instead, and so does what an ordered group
/// gives up: it has tried often enough in the queue itself. Runs on the event loop when the group exists.
///
/// @param ordered whether a group consumes in order right now
record DeadSends(ConsumerGroups groups, Predicate<String> ordered, Measures measures) implements Redirect {
    /// What RocketMQ writes, and takes for no delay.
    private static final String NO_DELAY = "-1";

    @Override
    public SendMessage.Request redirect(SendMessage.Request request, Command command) {
        if (!TopicNames.isRetry(request.topic())) {
            return request;
        }
        String name = request.topic().substring(TopicNames.RETRY_PREFIX.length());
        Group group = groups.require(name);
        int times = request.reconsumeTimes() == null ? 0 : request.reconsumeTimes();
        if (times <= ConsumerGroups.maxTimes(group, request.maxReconsumeTimes(), command) && !ordered.test(name)) {
            return request;
        }
        String text = request.properties();
        Map<String, String> properties = Properties.decode(text == null ? "" : text);
        properties.put(PropertyNames.DELAY, NO_DELAY);
        DeadLetter.mark(properties);
        measures.consumption(properties.getOrDefault(PropertyNames.RETRY_TOPIC, request.topic()), name).died();
        return new SendMessage.Request(
                request.producerGroup(), TopicNames.deadLetterTopic(name), null, 0, 0, request.sysFlag(),
                request.bornTimestamp(), request.flag(), Properties.encode(properties), request.reconsumeTimes(),
                request.unitMode(), request.maxReconsumeTimes(), request.batch(), request.brokerName());
    }
}
