package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.MessageAdmin;
import io.skylark.client.admin.MessageTrack;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.TopicNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark message trace ID`
@Command(
        mixinStandardHelpOptions = true,
        description = "What clients wrote about it when they trace, and how far each group is. A group has passed it when"
                + " it consumed it, filtered it out, or returned it to be tried again.")
final class MessageTrail implements Callable<Integer> {
    private static final int MAX_TRACES = 64;

    private static final Columns<TraceRecord> COLUMNS = Columns.named("event", TraceRecord::event)
            .with("time", TraceRecord::time)
            .with("group", TraceRecord::group)
            .with("success", TraceRecord::success)
            .with("millis", TraceRecord::millis)
            .with("detail", TraceRecord::detail);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "ID", description = FindMessage.ID)
    private String id = "";

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = FindMessage.TOPIC)
    private Optional<String> topic = Optional.empty();

    @Option(names = "--trace-topic", paramLabel = "TOPIC",
            description = "where clients write what they trace (default: ${DEFAULT-VALUE})")
    private String traceTopic = TopicNames.TRACE;

    @Override
    public Integer call() {
        return cluster.use(client -> {
            MessageAdmin admin = client.admin().messages();
            ReceivedMessage message = FindMessage.find(admin, id, topic);
            List<TraceRecord> records = new ArrayList<>();
            records.add(new TraceRecord("stored", Optional.of(message.storeTime()), Optional.empty(), Optional.empty(),
                    Optional.empty(), message.queue().topic() + "/" + message.queue().brokerName() + "/"
                            + message.queue().queueId() + "/" + message.queueOffset()));
            records.addAll(traces(admin, message.messageId()));
            admin.track(message).forEach(track -> records.add(state(track)));
            output.list(COLUMNS, records);
        });
    }

    private List<TraceRecord> traces(MessageAdmin admin, String messageId) {
        try {
            return admin.byKey(traceTopic, messageId, MAX_TRACES).stream()
                    .flatMap(trace -> TraceRecord.parse(trace.text(), messageId).stream())
                    .sorted(Comparator.comparing(record -> record.time().map(time -> time.toEpochMilli()).orElse(0L)))
                    .toList();
        } catch (TopicNotFoundException nobodyTraces) {
            output.remark("There is no topic " + traceTopic + ": no client traces.");
            return List.of();
        }
    }

    private static TraceRecord state(MessageTrack track) {
        return new TraceRecord("now", Optional.empty(), Optional.of(track.group()), Optional.empty(), Optional.empty(),
                switch (track.state()) {
                    case PASSED -> "has passed it";
                    case WAITING -> "has not come to it yet";
                    case NOT_BEGUN -> "never consumed in its queue";
                });
    }
}
