package io.skylark.client.producer;

import io.skylark.client.FakeCluster;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.message.Message;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Errors in the middle of a send, as when a class is missing or a connection gets no thread: thrown here by the clock.
@Timeout(20)
class SendErrorsTest {
    /// The time is asked for once for the id of a message, and once for each attempt to send it.
    private static final class BreakingClock extends Clock {
        private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

        void breakAfter(int calls) {
            left.set(calls);
        }

        @Override
        public long millis() {
            if (left.getAndDecrement() == 0) {
                throw new LinkageError("thrown by the test");
            }
            return 1_000_000_000_000L;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final Message MESSAGE = Message.of("T", "hello");

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 1);
    private final BreakingClock clock = new BreakingClock();
    private final ClientSession session = new ClientSession(
            ClientConfig.standard(cluster.nameServer().address()), clock, RandomGenerator.getDefault());

    @AfterEach
    void close() {
        session.close();
        cluster.close();
    }

    private Producer producer(boolean batching) {
        ProducerBuilder settings = new ProducerBuilder(session, "g").maxInFlight(1);
        return (batching ? settings.batching() : settings).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErrorFailsItsSendAndNoneAfterIt(boolean batching) {
        Producer producer = producer(batching);
        for (Message message : new Message[] {MESSAGE, MESSAGE.withShardingKey("k")}) {
            producer.send(message);
            clock.breakAfter(1);
            assertThatThrownBy(producer.sendAsync(message)::join).hasCauseInstanceOf(LinkageError.class);
            assertThat(producer.sendAsync(message).join().status()).isEqualTo(SendStatus.SEND_OK);
        }
    }

    @Test
    void anErrorInASecondAttemptFailsTheSend() {
        Producer producer = producer(false);
        producer.send(MESSAGE);
        cluster.broker(0).instead(request -> request.code() == SendMessage.V2
                ? Command.response(ResponseCode.SYSTEM_BUSY, "later") : null);
        clock.breakAfter(2);
        CompletableFuture<SendReceipt> failed = producer.sendAsync(MESSAGE);
        assertThatThrownBy(failed::join).hasCauseInstanceOf(LinkageError.class);
        cluster.broker(0).instead(request -> null);
        assertThat(producer.sendAsync(MESSAGE).join().status()).isEqualTo(SendStatus.SEND_OK);
    }
}
