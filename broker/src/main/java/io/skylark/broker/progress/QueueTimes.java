package io.skylark.broker.progress;

import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ProgressReport;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells from when the messages of a topic are, and those that a group has consumed.
final class QueueTimes {
    /// The form in which RocketMQ writes times for people.
    private static final String PATTERN = "uuuu-MM-dd'#'HH:mm:ss:SSS";

    private final String brokerName;
    private final TopicTable topics;
    private final OffsetTable offsets;
    private final MessageStore messages;
    private final InstantSource clock;
    private final DateTimeFormatter format;

    QueueTimes(
            String brokerName,
            TopicTable topics,
            OffsetTable offsets,
            MessageStore messages,
            InstantSource clock,
            ZoneId zone) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.offsets = offsets;
        this.messages = messages;
        this.clock = clock;
        this.format = DateTimeFormatter.ofPattern(PATTERN, Locale.ROOT).withZone(zone);
    }

    void answer(Exchange exchange) {
        ProgressReport.OfGroup request = ProgressReport.TIMES.decodeRequest(exchange.request());
        TopicConfig topic = topics.find(request.topic());
        if (topic == null) {
            throw new RequestFailure(ResponseCode.TOPIC_NOT_EXIST, "topic[" + request.topic() + "] not exist");
        }
        List<ProgressReport.QueueTimes> queues = new ArrayList<>();
        for (int queueId = 0; queueId < topic.writeQueueNums(); queueId++) {
            queues.add(of(request.group(), new MessageQueue(request.topic(), brokerName, queueId)));
        }
        exchange.reply(ProgressReport.TIMES.success(Empty.EMPTY)
                .withBody(Json.encode(new ProgressReport.Times(queues))));
    }

    /// A group that has consumed nothing is said to be at the oldest message.
    private ProgressReport.QueueTimes of(String group, MessageQueue queue) {
        long min = messages.minOffset(queue.topic(), queue.queueId());
        long max = messages.maxOffset(queue.topic(), queue.queueId());
        long next = Math.max(min, offsets.find(group, queue.topic(), queue.queueId()).orElse(0));
        long oldest = storeTime(queue, min);
        long newest = storeTime(queue, max - 1);
        long consumed = next > min ? storeTime(queue, next - 1) : oldest;
        long delay = next < max ? Math.max(0, clock.millis() - storeTime(queue, next)) : 0;
        return new ProgressReport.QueueTimes(
                queue, oldest, text(oldest), newest, text(newest), consumed, text(consumed), delay);
    }

    private long storeTime(MessageQueue queue, long offset) {
        return messages.storeTime(queue.topic(), queue.queueId(), offset).orElse(-1);
    }

    private String text(long millis) {
        return format.format(Instant.ofEpochMilli(millis));
    }
}
