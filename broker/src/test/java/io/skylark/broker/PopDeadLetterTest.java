package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Popped messages that a consumer gives up: it has them buried, then acknowledges them, and may stop in between.
@Timeout(60)
class PopDeadLetterTest {
    private static final String DEAD = "%DLQ%g";

    @TempDir
    Path folder;

    private RunningBroker broker;
    private PopClient client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder, LogConfig.dev());
        client = new PopClient(broker.connect(), "g");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart() throws IOException {
        broker.close();
        start();
    }

    private long dead() {
        Command answer = ask(client.connection(), QueueOffsets.MAX.request(new QueueOffsets.Queue(DEAD, 0)));
        return answer.code() == 0 ? QueueOffsets.MAX.decodeResponse(answer).offset() : 0;
    }

    private Command bury(StoredMessage message) {
        return ask(client.connection(), SendBack.API.request(
                new SendBack.Request(message.position(), "g", -1, null, "T", 16)));
    }

    @Test
    void buriesWhatAConsumerGivesUpAndBringsItBackUntilItIsAcknowledged() throws IOException {
        send(client.connection(), "T", 0, "x");
        send(client.connection(), "T", 0, "y");
        Command popped = client.pop(0, 32);
        assertThat(bury(PopClient.messages(popped).getFirst()).code()).isZero();
        assertThat(dead()).isEqualTo(1);
        restart();
        Command again = client.pop(0, 32);
        assertThat(RunningBroker.bodies(again)).containsExactly("x", "y");
        StoredMessage givenUp = PopClient.messages(again).getFirst();
        assertThat(client.ack(again, givenUp).code()).isZero();
        restart();
        assertThat(RunningBroker.bodies(client.pop(0, 32))).containsExactly("y");
        assertThat(dead()).isEqualTo(1);
    }

    /// As the consumer of 5.x does that pops in order: it sends the message to the retry topic, and says how often it
    /// came and how often it may come.
    @Test
    void buriesWhatCameMoreOftenThanItMay() {
        send(client.connection(), "T", 0, "x");
        Command popped = client.pop(0, 32);
        for (int times = 0; times < 3; times++) {
            StoredMessage message = PopClient.messages(popped).getFirst();
            assertThat(message.reconsumeTimes()).isEqualTo(times);
            assertThat(client.change(popped, message, 0, null).code()).isZero();
            popped = client.pop(0, 32);
        }
        StoredMessage tooOften = PopClient.messages(popped).getFirst();
        assertThat(tooOften.reconsumeTimes()).isEqualTo(3);
        assertThat(ask(client.connection(), SendMessage.API.request(new SendMessage.Request(
                "pg", "%RETRY%g", "TBW102", 4, 0, 0, 1_700_000_000_000L, 0, "", 3, false, 2, false, "broker-a"),
                ByteBuffer.wrap(tooOften.body()))).code()).isZero();
        assertThat(dead()).isEqualTo(1);
        assertThat(client.ack(popped, tooOften).code()).isZero();
        assertThat(client.pop(0, 32).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
    }
}
