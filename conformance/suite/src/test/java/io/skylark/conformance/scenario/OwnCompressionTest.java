package io.skylark.conformance.scenario;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.consumer.simple.SimpleConsumer;
import io.skylark.client.message.Compression;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Own;
import io.skylark.conformance.ownclient.OwnReceived;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Compressed bodies between our client and official ones, in every form that the official one has: before 4.9.4 zlib.
final class OwnCompressionTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Bits of the system flag. Consumers of RocketMQ take the one away that says "compressed".
    private static final int FORM_MASK = 0x700;

    private static final int ZLIB = 0x300;
    private static final int OLD_ZLIB = 0;
    private static final Map<String, Integer> FORMS = Map.of("ZLIB", ZLIB, "LZ4", 0x100, "ZSTD", 0x200);

    /// Of several blocks and windows, and of less than one.
    private static final List<Integer> SIZES = List.of(5_000, 70_000, 600_000);

    /// Compresses to half its size or less.
    private static String text(String form, int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(form).append(' ').append(size);
        while (text.length() < size) {
            text.append(" order ").append(random.nextInt(1_000));
        }
        return text.toString();
    }

    private static List<String> texts(String form) {
        return SIZES.stream().map(size -> text(form, size)).toList();
    }

    /// What reports show of a text: its form and its size, when it is as it was.
    private static String name(String text) {
        String[] words = text.split(" ", 3);
        return text.equals(text(words[0], Integer.parseInt(words[1]))) ? words[0] + " " + words[1] : "another text";
    }

    private static List<String> allNames() {
        return Dialect.compressionTypes().stream().flatMap(form -> texts(form).stream())
                .map(OwnCompressionTest::name).toList();
    }

    private static int form(String name) {
        return FORMS.getOrDefault(name.substring(0, name.indexOf(' ')), 0);
    }

    @EachClient(headers = HeaderType.JSON)
    void allConsumersOfOursReadWhatTheOfficialClientCompresses(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 2);
        for (String form : Dialect.compressionTypes()) {
            Dialect.compress(producer, form);
            for (String text : texts(form)) {
                producer.send(Texts.message(topic, text));
            }
        }
        OwnReceived pushed = Own.consume(run, run.newName("group"), topic);
        SkylarkClient client = Own.client(run);
        PullConsumer pull = client.pullConsumer(run.newName("group")).subscribe(topic).startFrom(StartFrom.FIRST)
                .rebalancePeriod(SOON).start();
        OwnReceived pulled = new OwnReceived();
        OwnReceived popped = new OwnReceived();
        OwnReceived read = new OwnReceived();
        try (SimpleConsumer simple = client.simpleConsumer(run.newName("group")).subscribe(topic).build();
                TopicReader reader = client.read(topic, ReadFrom.EARLIEST)) {
            Awaitility.await().atMost(Own.LIMIT).untilAsserted(() -> {
                pull.poll(SOON).forEach(pulled::add);
                reader.poll(SOON).forEach(read::add);
                for (ReceivedMessage message : simple.receive(10, SOON)) {
                    popped.add(message);
                    simple.ack(message);
                }
                for (OwnReceived received : List.of(pushed, pulled, popped, read)) {
                    assertThat(received.texts()).map(OwnCompressionTest::name)
                            .containsExactlyInAnyOrderElementsOf(allNames());
                }
            });
        }
        assertThat(read.messages()).allSatisfy(message -> {
            // 4.7.0 knows one form, and does not say which.
            int form = message.stored().sysFlag() & FORM_MASK;
            assertThat(form == OLD_ZLIB ? ZLIB : form).isEqualTo(form(name(message.text())));
            assertThat(message.stored().storedSizeBytes()).isLessThan(message.text().length() * 7 / 10);
        });
    }

    @EachClient(headers = HeaderType.JSON)
    void theOfficialClientReadsWhatOursCompresses(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        for (String form : Dialect.compressionTypes()) {
            Producer producer = client.producer(run.newName("own")).compression(Compression.valueOf(form)).build();
            for (String text : texts(form)) {
                producer.send(Message.of(topic, text));
            }
        }
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        awaitNames(received, allNames());
        assertThat(received.messages()).allSatisfy(message -> {
            String text = Received.text(message);
            assertThat(message.getSysFlag() & FORM_MASK).isEqualTo(form(name(text)));
            assertThat(message.getStoreSize()).isLessThan(text.length() * 7 / 10);
        });
    }

    private static void awaitNames(Received received, List<String> names) {
        Awaitility.await().atMost(Own.LIMIT).untilAsserted(() ->
                assertThat(received.messages()).map(message -> name(Received.text(message)))
                        .containsExactlyInAnyOrderElementsOf(names));
    }

    /// As the official client, which does not compress batches.
    @EachClient(headers = HeaderType.JSON, clients = "5.5.0")
    void whatTravelsInABatchIsNotCompressed(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 1);
        Producer own = client.producer(run.newName("own")).compression(Compression.ZSTD).build();
        List<String> texts = List.of(text("ZSTD", 5_000), text("ZSTD", 5_001));
        own.send(texts.stream().map(text -> Message.of(topic, text)).toList());
        DefaultMQProducer official = Clients.producer(run);
        Dialect.compress(official, "ZSTD");
        official.send(texts.stream().map(text -> Texts.message(topic, text)).toList());
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        awaitNames(received, List.of("ZSTD 5000", "ZSTD 5001", "ZSTD 5000", "ZSTD 5001"));
        assertThat(received.messages().stream().map(MessageExt::getSysFlag).map(flags -> flags & FORM_MASK)
                .collect(Collectors.toSet())).containsExactly(0);
    }
}
