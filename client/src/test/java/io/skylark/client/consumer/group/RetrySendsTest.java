package io.skylark.client.consumer.group;

import io.skylark.client.FakeCluster;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.Command;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(20)
class RetrySendsTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1).withTopic("%RETRY%g", 1);
    private final ClientSession session = new ClientSession(
            ClientConfig.standard(cluster.nameServer().address()), Clock.systemUTC(), new Random(1));
    private final RetrySends retries = new RetrySends(session, "g", GroupConfig.BROKER_DECIDES);

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    @Test
    void doesNotSendAMessageASecondTimeWhenItIsInterrupted() {
        session.routes().toRead("T");
        session.routes().toRead("%RETRY%g");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> retries.handBack(Samples.QUEUE, Samples.message(0, "a"), Fate.RETRY))
                    .isInstanceOf(CallAbandonedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        retries.handBack(Samples.QUEUE, Samples.message(1, "a"), Fate.RETRY);
        assertThat(cluster.broker(0).server().requests()).extracting(Command::code).doesNotContain(310);
    }
}
