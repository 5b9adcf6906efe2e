package io.skylark.broker;

import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueryMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

class TagQueryTest {
    /// More than are read at a time.
    private static final int MANY = 1_500;

    @TempDir
    Path folder;

    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void store(int queueId, String body, String tag) {
        send(client, "T", queueId, body, "TAGS\u0001" + tag + "\u0002");
    }

    private Command find(String tag, int max, long begin, long end) {
        return ask(client, QueryMessage.API.request(new QueryMessage.Request("T", tag, max, begin, end, "T")));
    }

    private List<String> found(String tag, int max) {
        return bodies(find(tag, max, 0, Long.MAX_VALUE));
    }

    @Test
    void findsTheNewestOfAllQueuesInTheOrderOfTheirStorage() {
        for (int i = 0; i < 8; i++) {
            store(i % 3, "good " + i, "good");
            store(i % 3, "bad " + i, "bad");
        }
        assertThat(found("good", 64)).containsExactlyElementsOf(IntStream.range(0, 8).mapToObj(i -> "good " + i).toList());
        assertThat(found("good", 3)).containsExactly("good 5", "good 6", "good 7");
    }

    @Test
    void aTagWithTheSameHashIsAnother() {
        store(0, "one", "Aa");
        store(0, "two", "BB");
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(found("BB", 64)).containsExactly("two");
    }

    @Test
    void goesBackBeyondWhatIsReadAtATime() {
        store(0, "oldest", "rare");
        for (int i = 0; i < MANY; i++) {
            store(0, "x", "often");
        }
        store(0, "newest", "rare");
        assertThat(found("rare", 64)).containsExactly("oldest", "newest");
    }

    @Test
    void looksOnlyBetweenTheTimes() {
        store(0, "one", "good");
        long time = StoredMessage.decode(
                ByteBuffer.wrap(find("good", 64, 0, Long.MAX_VALUE).bodyBytes())).storeTime();
        assertThat(bodies(find("good", 64, time, time))).containsExactly("one");
        assertThat(find("good", 64, 0, time - 1).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        assertThat(find("good", 64, time + 1, Long.MAX_VALUE).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
    }

    @Test
    void aTagIsNoKeyAndAKeyNoTag() {
        send(client, "T", 0, "keyed", "KEYS\u0001good\u0002");
        assertThat(find("good", 64, 0, Long.MAX_VALUE).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
    }
}
