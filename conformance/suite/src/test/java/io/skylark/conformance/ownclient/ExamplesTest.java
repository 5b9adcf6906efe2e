package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Every program of the guide is run as a reader runs it, and prints what the guide says.
final class ExamplesTest {
    private static final Path SOURCES =
            Path.of("..", "..", "examples", "src", "main", "java", "io", "skylark", "examples");

    private static final List<String> TOPICS = List.of("TopicTest", "BatchTest", "OrderSteps", "RequestTopic",
            "TagFilterTest", "SqlFilterTest", "MeasuredTopic", "TracedTopic");

    private final Set<String> run = new HashSet<>();

    @OwnClient(server = Needs.OWN, config = {"enablePropertyFilter=true", "autoCreateTopicEnable=false"})
    void everyProgramOfTheGuideRuns(Run scenario) throws IOException {
        String nameServer = scenario.server().nameServer();
        SkylarkClient client = Own.client(scenario);
        Awaitility.await().atMost(Own.LIMIT).ignoreExceptions().untilAsserted(() -> TOPICS.forEach(topic ->
                client.admin().topics().create(topic, 4)));
        assertThat(once("Failures", nameServer)).anyMatch(line -> line.contains("skylark topic create orders"));
        sending(nameServer);
        consuming(nameServer);
        looking(nameServer);
        giveUp(client, "orders", "billing");
        assertThat(once("DeadLetters", nameServer))
                .contains("billing gave up 1 messages")
                .anyMatch(line -> line.contains(" died at "));
        assertThat(run).isEqualTo(programs());
    }

    private List<String> once(String program, String nameServer) {
        run.add(program);
        return Program.run(program, nameServer);
    }

    private Program running(String program, String nameServer) {
        run.add(program);
        Program started = Program.start(program, nameServer);
        started.await("Consumer of group .* started");
        return started;
    }

    private void sending(String nameServer) {
        assertThat(once("Producer", nameServer)).hasSize(1000).allMatch(line -> line.contains("TopicTest"));
        assertThat(once("SyncProducer", nameServer)).hasSize(10).allMatch(line -> line.contains(" is in "));
        assertThat(once("AsyncProducer", nameServer)).isEmpty();
        assertThat(once("OnewayProducer", nameServer)).isEmpty();
        assertThat(once("BatchProducer", nameServer)).isEmpty();
        assertThat(once("CompressedProducer", nameServer)).isEmpty();
        assertThat(once("SimpleBatchProducer", nameServer)).hasSize(3);
        assertThat(once("OrderedProducer", nameServer)).isEmpty();
        assertThat(once("ScheduledMessageProducer", nameServer)).isEmpty();
        assertThat(once("TimerMessageProducer", nameServer)).containsExactly("The reminder is taken back");
        assertThat(once("TransactionProducer", nameServer)).isEmpty();
        assertThat(once("SignedRequests", nameServer)).singleElement().asString().contains("TopicTest");
        // What the servers show of a certificate, if any, nobody trusts.
        assertThat(once("EncryptedConnections", nameServer)).singleElement().asString().contains("Cannot connect to");
    }

    private void consuming(String nameServer) {
        try (Program consumer = running("Consumer", nameServer);
                Program ordered = running("OrderedConsumer", nameServer);
                Program interceptors = running("Interceptors", nameServer);
                Program replies = running("ResponseConsumer", nameServer)) {
            for (String text : List.of("Hello Skylark 999", "sample 99", "order 42 is paid", "a report, ", "later 9",
                    "in ten seconds")) {
                consumer.await(text + "$");
            }
            ordered.await("order-9 shipped");
            assertThat(ordered.lines()).containsSubsequence("order-3 created", "order-3 paid", "order-3 shipped");
            interceptors.await("^sent in \\d+ ns");
            interceptors.await("^SUCCESS in \\d+ ns");
            assertThat(once("RequestProducer", nameServer)).containsExactly("I read: 2 + 2");
            replies.stop();
            consumer.stop();
        }
        fedBy("TagFilterProducer", "TagFilterConsumer", "TagC Hello", "TagB", nameServer);
        fedBy("SqlFilterProducer", "SqlFilterConsumer", "^3 Hello 3", "^4 ", nameServer);
        fedBy("Producer", "BroadcastConsumer", "Hello Skylark", "paid", nameServer);
        assertThat(once("LitePullConsumerSubscribe", nameServer)).anyMatch(line -> line.startsWith("Hello"));
        assertThat(once("LitePullConsumerAssign", nameServer)).anyMatch(line -> line.startsWith("Hello"));
        Awaitility.await().atMost(Own.LIMIT).until(() -> {
            Program.run("AsyncProducer", nameServer);
            return once("PopConsumer", nameServer).stream().anyMatch(line -> line.startsWith("Hello"));
        });
    }

    /// A consumer that begins with what comes next sees what fits, sooner or later, and never what does not.
    private void fedBy(String producer, String consumer, String wanted, String unwanted, String nameServer) {
        run.add(producer);
        try (Program started = running(consumer, nameServer)) {
            Awaitility.await(consumer).atMost(Own.LIMIT).untilAsserted(() -> {
                Program.run(producer, nameServer);
                assertThat(started.lines()).anyMatch(line -> line.matches(".*" + wanted + ".*"));
            });
            assertThat(started.lines()).noneMatch(line -> line.matches(".*" + unwanted + ".*"));
        }
    }

    private void looking(String nameServer) {
        assertThat(once("ReadTopic", nameServer)).anyMatch(line -> line.startsWith("Hello"));
        assertThat(once("Measures", nameServer)).contains("Group measured consumed all: true")
                .anyMatch(line -> line.contains("skylark"));
        assertThat(once("Traces", nameServer)).contains("Group traced consumed it: true")
                .anyMatch(line -> line.startsWith("process TracedTopic"));
        assertThat(once("Administration", nameServer)).anyMatch(line -> line.startsWith("The lag was"));
    }

    private static void giveUp(SkylarkClient client, String topic, String group) {
        try (Producer producer = client.producer("given-up").build();
                PushConsumer _ = client.pushConsumer(group)
                        .subscribe(topic)
                        .startFrom(StartFrom.FIRST)
                        .maxAttempts(1)
                        .onMessageInOrder(message -> ConsumeOutcome.RETRY_LATER)
                        .start()) {
            producer.send(Message.of(topic, "nobody wants this"));
            Awaitility.await().atMost(Own.LIMIT).until(() -> client.admin().deadLetters().count(group) == 1);
        }
    }

    private static Set<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info") && !name.equals("Connection"))
                    .collect(Collectors.toSet());
        }
    }
}
