package io.skylark.client.session;

import io.skylark.client.FakeCluster;
import io.skylark.client.config.ClientConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class ClientSessionTest {
    @Test
    void aPartThatComesTooLateIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        try (FakeCluster cluster = new FakeCluster(1)) {
            ClientSession session = new ClientSession(
                    ClientConfig.standard(cluster.nameServer().address()), Clock.systemUTC(),
                    RandomGenerator.getDefault());
            session.close();
            assertThatThrownBy(() -> session.parts().add(closed::incrementAndGet))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this client is closed");
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatIsDoneNowAndThenGoesOnAfterAnError() {
        AtomicInteger beats = new AtomicInteger();
        try (FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
                ClientSession session = new ClientSession(
                        ClientConfig.standard(cluster.nameServer().address()).withHeartbeat(Duration.ofMillis(20)),
                        Clock.systemUTC(), RandomGenerator.getDefault())) {
            session.heartbeats().joinConsumer("c", () -> {
                beats.incrementAndGet();
                throw new StackOverflowError("thrown by the test");
            }, () -> {});
            session.routes().toRead("T");
            await().until(() -> beats.get() > 2);
        }
    }
}
