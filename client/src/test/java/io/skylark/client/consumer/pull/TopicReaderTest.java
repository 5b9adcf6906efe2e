package io.skylark.client.consumer.pull;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.protocol.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class TopicReaderTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final FakeCluster cluster = new FakeCluster(2).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();
    private final Producer producer = client.producer("p").build();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private void send(String body, String tag) {
        assertThat(producer.send(Message.of("T", body).withTag(tag)).queueOffset()).isNotNegative();
    }

    private static List<String> read(TopicReader reader, int count) {
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < count) {
            List<ReceivedMessage> some = reader.poll(LONG);
            assertThat(some).isNotEmpty();
            some.forEach(message -> bodies.add(message.text()));
        }
        return bodies;
    }

    @Test
    void readsEverythingFromTheBeginningAndThenWhatComes() {
        send("one", "a");
        send("two", "b");
        send("three", "a");
        TopicReader reader = client.read("T", ReadFrom.EARLIEST);
        assertThat(read(reader, 3)).containsExactlyInAnyOrder("one", "two", "three");
        send("four", "a");
        assertThat(read(reader, 1)).containsExactly("four");
        assertThat(reader.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void handsOutWhatItCannotUnpack() {
        cluster.broker(0).storeUnreadable("T", 0);
        List<ReceivedMessage> messages = client.read("T", ReadFrom.EARLIEST).poll(LONG);
        assertThat(messages).hasSize(1);
        assertThatThrownBy(messages.get(0)::body).isInstanceOf(MessageRejectedException.class);
    }

    @Test
    void readsOnlyWhatComesAndOnlyTheTagsWanted() {
        send("one", "a");
        TopicReader reader = client.read("T", "a", ReadFrom.LATEST);
        send("two", "b");
        send("three", "a");
        assertThat(read(reader, 1)).containsExactly("three");
    }

    @Test
    void readsEachQueueFromATimeOn() {
        Instant time = Instant.parse("2026-11-22T08:00:00Z");
        for (int i = 0; i < 8; i++) {
            send("body " + i, "a");
        }
        for (int broker = 0; broker < 2; broker++) {
            cluster.broker(broker).instead(request -> request.code() == 29
                    ? Command.response(0, null).withFields(Map.of("offset", "1"))
                    : null);
        }
        TopicReader reader = client.read("T", ReadFrom.time(time));
        assertThat(read(reader, 4)).hasSize(4);
        assertThat(reader.poll(Duration.ZERO)).isEmpty();
        assertThat(cluster.broker(0).server().requests().stream()
                        .filter(request -> request.code() == 29)
                        .map(request -> request.field("queueId") + " at " + request.field("timestamp")))
                .containsExactlyInAnyOrder("0 at " + time.toEpochMilli(), "1 at " + time.toEpochMilli());
    }

    @Test
    void leavesNothingBehind() {
        send("one", "a");
        try (TopicReader reader = client.read("T", ReadFrom.EARLIEST)) {
            read(reader, 1);
            // The other broker may be slower.
            await().until(() -> pulls(0) > 0 && pulls(1) > 0);
        }
        Set<Integer> changing = Set.of(15, 34, 36);
        for (int broker = 0; broker < 2; broker++) {
            assertThat(cluster.broker(broker).offsets()).isEmpty();
            assertThat(cluster.broker(broker).members("TOOLS_CONSUMER")).isEmpty();
            assertThat(cluster.broker(broker).server().requests().stream()
                            .filter(request -> request.code() == 11)
                            .map(request -> request.field("sysFlag")))
                    .containsOnly("6");
            assertThat(cluster.broker(broker).server().requests().stream()
                            .map(Command::code)
                            .filter(code -> changing.contains(code) && code != 34))
                    .isEmpty();
        }
    }

    private long pulls(int broker) {
        return cluster.broker(broker).server().requests().stream().filter(request -> request.code() == 11).count();
    }

    @Test
    void saysThatTheTopicDoesNotExist() {
        assertThatThrownBy(() -> client.read("Missing", ReadFrom.LATEST))
                .isInstanceOf(TopicNotFoundException.class)
                .hasMessageContaining("Topic Missing does not exist");
    }

    @Test
    void readsNothingWhenItIsClosed() {
        TopicReader reader = client.read("T", ReadFrom.LATEST);
        reader.close();
        assertThatThrownBy(() -> reader.poll(LONG)).isInstanceOf(IllegalStateException.class);
    }
}
