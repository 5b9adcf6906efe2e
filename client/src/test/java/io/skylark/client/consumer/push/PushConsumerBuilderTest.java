package io.skylark.client.consumer.push;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.OffsetStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class PushConsumerBuilderTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2).withTopic("%RETRY%g", 1);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private PushConsumerBuilder consumer() {
        return client.pushConsumer("g");
    }

    /// With a listener.
    private PushConsumerBuilder seeing() {
        return consumer().onMessage(message -> ConsumeOutcome.SUCCESS);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> client.pushConsumer("h").subscribe("T").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no listener");
        assertThatThrownBy(() -> seeing().start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subscribes to nothing");
        PushConsumer first = seeing().subscribe("T").start();
        assertThatThrownBy(() -> seeing().subscribe("T").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already has a consumer of group g");
        first.close();
    }

    @Test
    void refusesAValueWhereItIsSet() {
        PushConsumerBuilder builder = consumer();
        refuses(() -> builder.threads(0), "threads must be at least 1, not 0");
        refuses(() -> builder.onBatch(0, messages -> ConsumeOutcome.SUCCESS),
                "the size of a batch must be at least 1, not 0");
        refuses(() -> builder.maxAttempts(0), "maxAttempts must be at least 1, the first delivery, not 0");
        refuses(() -> builder.suspend(Duration.ofMillis(-1)), "suspend must not be negative, as PT-0.001S");
        refuses(() -> builder.closeTimeout(Duration.ofMillis(-1)), "closeTimeout must not be negative, as PT-0.001S");
        refuses(() -> builder.commitPeriod(Duration.ofNanos(1)),
                "commitPeriod must be at least 1 ms, not PT0.000000001S");
        refuses(() -> builder.rebalancePeriod(Duration.ZERO), "rebalancePeriod must be at least 1 ms, not PT0S");
        assertThatThrownBy(() -> builder.subscribe("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.pushConsumer("a b")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void refuses(Runnable setting, String message) {
        assertThatThrownBy(setting::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    @SuppressWarnings("NullAway") // as programs that know nothing of annotations
    void refusesNullWhereItIsSet() {
        assertThatNullPointerException().isThrownBy(() -> client.pushConsumer(null));
        assertThatNullPointerException().isThrownBy(() -> consumer().subscribe(null));
        assertThatNullPointerException().isThrownBy(() -> consumer().subscribe("T", (String) null));
        assertThatNullPointerException().isThrownBy(() -> consumer().startFrom(null));
        assertThatNullPointerException().isThrownBy(() -> consumer().onMessage(null));
        assertThatNullPointerException().isThrownBy(() -> consumer().commitPeriod(null));
    }

    @Test
    void refusesContradictionsAtTheStart() {
        contradicts(seeing().onMessageInOrder(message -> ConsumeOutcome.SUCCESS), "has 2 listeners");
        contradicts(seeing().suspend(Duration.ZERO), "suspend, which counts in order only");
        contradicts(seeing().offsetStore(OffsetStore.inMemory()), "counts with broadcasting() only");
    }

    private static void contradicts(PushConsumerBuilder builder, String message) {
        assertThatThrownBy(() -> builder.subscribe("T").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aStartThatFailsLeavesNothingBehind() {
        PushConsumerBuilder late = client.pushConsumer("late").subscribe("T").onMessage(m -> ConsumeOutcome.SUCCESS);
        client.close();
        assertThatThrownBy(late::start).isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("skylark-consumer-late", "skylark-rebalance-late");
    }
}
