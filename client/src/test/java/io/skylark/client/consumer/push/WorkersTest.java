package io.skylark.client.consumer.push;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.consumer.group.ManualCoordinator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkersTest {
    private final ManualCoordinator coordinator = new ManualCoordinator();

    /// Workers that were started and have not run.
    private final Deque<Runnable> started = new ArrayDeque<>();

    private @Nullable RuntimeException refusal;
    private int asked;

    private Workers workers(int limit) {
        Executor executor = task -> {
            asked++;
            if (refusal != null) {
                throw refusal;
            }
            started.add(task);
        };
        GroupConfig member = new GroupConfig(
                "g", GroupConfig.Kind.PUSH, Map.of("T", Filter.all()), StartFrom.LAST, -1, 32, FlowLimits.STANDARD,
                RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20));
        PushConfig config =
                new PushConfig(member, limit, executor, 1, false, Duration.ZERO, Duration.ZERO, List.of());
        return new Workers(limit, new ConsumeThreads(config), coordinator);
    }

    private static final class Steps implements Workers.Run {
        private final AtomicInteger left;
        private final int all;

        Steps(int all) {
            this.all = all;
            this.left = new AtomicInteger(all);
        }

        @Override
        public int steps() {
            return all;
        }

        @Override
        public boolean step() {
            return left.getAndDecrement() > 0;
        }
    }

    @Test
    void oneWorkerTakesAllThatComesWhileItKeepsUp() {
        Workers workers = workers(8);
        Steps first = new Steps(32);
        Steps second = new Steps(32);
        workers.add(first);
        workers.add(second);
        assertThat(started).hasSize(1);
        started.remove().run();
        assertThat(first.left).hasNegativeValue();
        assertThat(second.left).hasNegativeValue();
        coordinator.pass(Workers.TICK);
        assertThat(started).isEmpty();
        assertThat(coordinator.timers()).isZero();
    }

    @Test
    void moreWorkersHelpWithEachTickAsLongAsThatIsNotEnough() {
        Workers workers = workers(6);
        workers.add(new Steps(100));
        assertThat(started).hasSize(1);
        coordinator.pass(Workers.TICK);
        assertThat(started).hasSize(2);
        coordinator.pass(Workers.TICK);
        assertThat(started).hasSize(4);
        coordinator.pass(Workers.TICK);
        assertThat(started).hasSize(6);
        coordinator.pass(Workers.TICK);
        assertThat(started).hasSize(6);
        started.forEach(Runnable::run);
        coordinator.pass(Workers.TICK);
        assertThat(coordinator.timers()).isZero();
    }

    @Test
    void startsAgainWhenTheExecutorHasRoomAgain() {
        Workers workers = workers(4);
        refusal = new RejectedExecutionException("full");
        Steps run = new Steps(3);
        workers.add(run);
        assertThat(started).isEmpty();
        refusal = null;
        coordinator.pass(Workers.FULL_PAUSE);
        started.remove().run();
        assertThat(run.left).hasNegativeValue();
    }

    @Test
    void leavesAFullExecutorAloneForAWhile() {
        Workers workers = workers(4);
        refusal = new RejectedExecutionException("full");
        workers.add(new Steps(3));
        workers.add(new Steps(3));
        assertThat(asked).isEqualTo(1);
        coordinator.pass(Workers.FULL_PAUSE.minusMillis(1));
        assertThat(asked).isEqualTo(1);
        coordinator.pass(Duration.ofMillis(1));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void anExecutorThatFailsInAnotherWayUsesUpNoWorkers() {
        Workers workers = workers(1);
        refusal = new IllegalStateException("not started yet");
        Steps run = new Steps(3);
        workers.add(run);
        refusal = null;
        coordinator.pass(Workers.FULL_PAUSE);
        started.remove().run();
        assertThat(run.left).hasNegativeValue();
    }

    @Test
    void takesNothingMoreAfterTheClose() {
        Workers workers = workers(4);
        Steps run = new Steps(3);
        workers.add(run);
        workers.close();
        started.remove().run();
        assertThat(run.left).hasValue(3);
        coordinator.pass(Workers.TICK);
        assertThat(coordinator.timers()).isZero();
    }
}
