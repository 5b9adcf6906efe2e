package io.skylark.client.consumer.group;

import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FixedQueuesTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "b", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "b", 1);

    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();

    /// Asked in the middle of taking up a queue.
    private Runnable meanwhile = () -> {};

    private final Assignment assignment = new Assignment(
            new GroupConfig(
                    "g", GroupConfig.Kind.PULL, Map.of(), StartFrom.FIRST, -1, 32, FlowLimits.STANDARD,
                    RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20)),
            brokers, new Offsets() {
                @Override
                public OptionalLong stored(MessageQueue queue) {
                    meanwhile.run();
                    return OptionalLong.of(5);
                }

                @Override
                public CompletableFuture<Void> store(MessageQueue queue, long offset) {
                    return CompletableFuture.completedFuture(null);
                }
            },
            coordinator, (progress, queue, messages, answer) -> {}, new Locks(false, brokers, () -> 0),
            InstantSource.system());
    private final FixedQueues fixed = new FixedQueues(brokers, assignment);

    private List<Long> pulledFrom() {
        coordinator.run();
        return brokers.pulls.stream().map(pull -> pull.from().offset()).toList();
    }

    @Test
    void beginsWhereItWasToldBeforeTheQueueWasTakenUp() {
        fixed.choose(Set.of(FIRST));
        assignment.seekSoon(FIRST, 9);
        assertThat(assignment.sought(FIRST)).hasValue(9);
        fixed.round();
        assertThat(pulledFrom()).containsExactly(9L);
        assertThat(assignment.sought(FIRST)).isEmpty();
    }

    @Test
    void beginsWhereItIsToldWhileTheQueueIsBeingTakenUp() {
        fixed.choose(Set.of(FIRST));
        meanwhile = () -> assignment.seekSoon(FIRST, 9);
        fixed.round();
        assertThat(pulledFrom()).containsExactly(9L);
    }

    @Test
    void goesOnElsewhereInAQueueThatItHas() {
        fixed.choose(Set.of(FIRST));
        fixed.round();
        assertThat(pulledFrom()).containsExactly(5L);
        assignment.seekSoon(FIRST, 9);
        assertThat(pulledFrom()).containsExactly(5L, 9L);
    }

    @Test
    void forgetsWhatWasSaidOfAQueueThatIsNoLongerChosen() {
        fixed.choose(Set.of(FIRST, SECOND));
        assignment.seekSoon(FIRST, 9);
        fixed.choose(Set.of(SECOND));
        fixed.choose(Set.of(FIRST));
        fixed.round();
        assertThat(pulledFrom()).containsExactly(5L);
    }
}
