package io.skylark.conformance.scenario;

import io.skylark.conformance.Run;
import io.skylark.conformance.wire.RawClient;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// What the server knows of a group's offsets.
final class Offsets {
    private static final int QUERY = 14;

    private Offsets() {
    }

    /// The offset that the broker holds of queue 0; empty when it holds none.
    static String stored(RawClient broker, String topic, String group) throws Exception {
        RawClient.Answer answer = broker.ask(QUERY, "consumerGroup", group, "topic", topic, "queueId", "0");
        return answer.code() == 0 ? answer.field("offset") : "";
    }

    /// Waits until the offsets that the server holds add up to this: a client that leaves only posts them.
    ///
    /// Asks with a client of its own, because client 4.7.0 overwrites offsets that it has not yet sent with those it
    /// reads back. The group must have no consumer left: this one joins it for a moment.
    @SuppressWarnings("deprecation") // DefaultMQPullConsumer: the plainest way to ask for offsets
    static void awaitCommitted(Run run, String group, List<MessageQueue> queues, long sum) throws Exception {
        DefaultMQPullConsumer asker = Clients.pullConsumer(run, group);
        asker.start();
        Awaitility.await().atMost(Limits.ANSWER).untilAsserted(() -> {
            long found = 0;
            for (MessageQueue queue : queues) {
                found += Math.max(0, asker.fetchConsumeOffset(queue, true));
            }
            assertThat(found).as("sum of the offsets of %s", group).isEqualTo(sum);
        });
        asker.shutdown();
    }
}
