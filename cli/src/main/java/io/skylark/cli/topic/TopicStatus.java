package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.TopicDescription;
import io.skylark.client.admin.TopicQueue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark topic status TOPIC`
@Command(mixinStandardHelpOptions = true)
final class TopicStatus implements Callable<Integer> {
    private static final Columns<TopicQueue> COLUMNS =
            Columns.named("broker", (TopicQueue row) -> row.queue().brokerName())
                    .with("queue", (TopicQueue row) -> row.queue().queueId())
                    .with("minOffset", TopicQueue::minOffset)
                    .with("maxOffset", TopicQueue::maxOffset)
                    .with("messages", TopicQueue::messages)
                    .with("lastUpdate", TopicQueue::lastUpdate);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> {
                TopicDescription description = client.admin().topics().describe(topic);
                output.list(COLUMNS, description.queues());
            });
        }
        return 0;
    }
}
