package io.skylark.client.consumer.group;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class RebalancerTest {
    @Test
    void anErrorDoesNotEndTheRounds() throws InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(2);
        Rounds rounds = new Rounds() {
            @Override
            public boolean round() {
                if (failed.compareAndSet(false, true)) {
                    throw new NoClassDefFoundError("a class of the strategy");
                }
                ended.countDown();
                return true;
            }

            @Override
            public boolean renewLocks() {
                return true;
            }
        };
        try (Rebalancer rebalancer = new Rebalancer("g", rounds, Duration.ofMillis(10))) {
            rebalancer.start();
            ended.await();
        }
        assertThat(failed).isTrue();
    }
}
