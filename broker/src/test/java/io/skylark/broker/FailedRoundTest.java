package io.skylark.broker;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.get;
import static io.skylark.broker.RunningBroker.send;
import static io.skylark.broker.RunningBroker.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What clients hear when a round of entries cannot be applied to its end.
@Timeout(60)
class FailedRoundTest {
    @TempDir
    Path folder;

    /// Breaks the promise of a state machine when it is told to, at the end of a round and before answers leave.
    private static final class Fragile implements StateMachine {
        private volatile boolean broken;

        @Override
        public long apply(EntryView entry) {
            return 0;
        }

        @Override
        public TableSnapshot snapshot() {
            return sink -> {};
        }

        @Override
        public void roundApplied() {
            if (broken) {
                throw new IllegalStateException("this round breaks");
            }
        }
    }

    private static Command plainSend(int number) {
        return SendMessage.API.request(
                sendRequest("T", 0, "UNIQ_KEY\u0001U" + number + "\u0002"), ByteBuffer.wrap(new byte[10]));
    }

    @Test
    void nobodyWaitsForAnAnswerThatWillNotCome() throws IOException {
        Fragile fragile = new Fragile();
        Storage storage = Storage.open(folder, LogConfig.dev(), InstantSource.system());
        storage.messages().register(EntryType.table(100, "FRAGILE"), fragile);
        try (RunningBroker broker = new RunningBroker(storage)) {
            Connection client = broker.connect();
            send(client, "T", 0, "creates the topic");
            assertThat(ask(client, plainSend(0)).code()).isZero();
            fragile.broken = true;
            CompletableFuture<Command> collected = client.call(plainSend(1), RunningBroker.LIMIT);
            assertThatThrownBy(() -> get(collected))
                    .isInstanceOf(CompletionException.class)
                    .rootCause().hasMessageContaining("is closed");
            Command later = ask(broker.connect(), plainSend(2));
            assertThat(later.code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE);
            assertThat(later.remark()).contains("this round breaks");
        }
    }
}
