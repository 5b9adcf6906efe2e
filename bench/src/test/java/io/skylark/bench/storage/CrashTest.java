package io.skylark.bench.storage;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.load.FakeBroker;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class CrashTest {
    private static Topic topic(FakeBroker broker) {
        return new Topic("T", "broker-a", broker.address(), 4);
    }

    @Test
    void killsWhenEnoughIsAcknowledgedAndSaysHowMuchThatWas() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            assertThat(Crash.underLoad(topic(broker), 500, broker::close)).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void aBrokerThatDiesByItselfIsAFailure() throws IOException {
        try (FakeBroker broker = new FakeBroker((connection, request) -> connection.close())) {
            assertThatThrownBy(() -> Crash.underLoad(topic(broker), 500, () -> {}))
                    .isInstanceOf(IOException.class).hasMessageContaining("before it was killed");
        }
    }

    @Test
    void aKillThatFailsIsAFailure() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            assertThatThrownBy(() -> Crash.underLoad(topic(broker), 5, () -> {
                throw new IOException("it is still there");
            })).isInstanceOf(IOException.class).hasRootCauseMessage("it is still there");
        }
    }
}
