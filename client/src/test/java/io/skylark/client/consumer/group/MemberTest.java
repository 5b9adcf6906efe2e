package io.skylark.client.consumer.group;

import io.skylark.client.FakeCluster;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class MemberTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final ClientSession session = new ClientSession(
            ClientConfig.standard(cluster.nameServer().address()), Clock.systemUTC(), new Random(1));

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private Member member(String group, Duration commitPeriod) {
        GroupConfig config = new GroupConfig(
                group, GroupConfig.Kind.PUSH, Map.of("T", Filter.all()), StartFrom.FIRST, GroupConfig.BROKER_DECIDES,
                32, FlowLimits.STANDARD, RebalanceStrategy.averagely(), commitPeriod, Duration.ofSeconds(20));
        return new Member(session, GroupAccess.of(session, config, null, false),
                (progress, queue, messages, answer) -> {});
    }

    /// No tool asks in these tests.
    private static final class Silent implements ConsumerCalls.Target {
        @Override
        public void move(Map<MessageQueue, Long> offsets) {}

        @Override
        public Map<MessageQueue, Long> offsets(String topic) {
            return Map.of();
        }

        @Override
        public CompletableFuture<ClientCalls.Running> describe(boolean stacks) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<ClientCalls.Consumed> consume(EncodedMessage message, String brokerName) {
            return new CompletableFuture<>();
        }
    }

    /// A timer takes no period below 1 ms, which is asked for last.
    @Test
    void aStartThatFailsInTheMiddleUndoesWhatItBegan() {
        Member member = member("undone", Duration.ofNanos(1));
        assertThatThrownBy(() -> member.start(() -> {}, new Silent(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(member.isClosed()).isTrue();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("skylark-consumer-undone", "skylark-rebalance-undone"));
        Member again = member("undone", Duration.ofSeconds(5));
        AutoCloseable owner = () -> {};
        again.start(owner, new Silent(), true);
        await().until(() -> again.assignment().loops().size() == 1);
        again.close(owner, () -> {});
    }
}
