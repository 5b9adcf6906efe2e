package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Batching;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.Transaction;
import io.skylark.client.producer.TransactionChecker;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Our client keeps no thread and no memory of what is over.
final class OwnLeftoversTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final int SENDS = 200;

    /// @param threads there were meanwhile
    /// @param objects that the program gave to the client
    private record Used(int threads, List<WeakReference<?>> objects) {}

    private static void awaitGarbage(List<WeakReference<?>> objects) {
        Awaitility.await("nothing is kept").pollInterval(Duration.ofMillis(500)).atMost(Own.LIMIT).until(() -> {
            System.gc();
            return objects.stream().allMatch(object -> object.get() == null);
        });
    }

    @OwnClient
    void nothingIsLeftOfAClosedClient(Run run) throws Exception {
        String topic = Own.createTopic(run, Own.client(run), 4);
        ThreadGroup group = new ThreadGroup("scenario");
        CompletableFuture<Used> during = new CompletableFuture<>();
        Thread program = new Thread(group, () -> {
            try {
                during.complete(useEverything(run, topic));
            } catch (RuntimeException failure) {
                during.completeExceptionally(failure);
            }
        });
        program.start();
        assertThat(during.get().threads()).isGreaterThan(5);
        program.join();
        Awaitility.await().atMost(Own.LIMIT).until(() -> group.activeCount() == 0);
        awaitGarbage(during.get().objects());
    }

    private static Used useEverything(Run run, String topic) {
        try (SkylarkClient client = SkylarkClient.connect(run.server().nameServer())) {
            OwnReceived received = new OwnReceived();
            Own.listen(client, run.newName("group"), topic, received::add);
            TransactionChecker checker = new Committing();
            TransactionalProducer transactions = client.producer(run.newName("tx")).buildTransactional(checker);
            try (Transaction transaction = transactions.begin(Message.of(topic, "committed"))) {
                transaction.commit();
            }
            Producer producer = client.producer(run.newName("p"))
                    .batching(Batching.STANDARD.withLinger(NEVER)).build();
            var sent = producer.sendAsync(Message.of(topic, "waits"));
            var asked = producer.requestAsync(Message.of(topic, "nobody replies"), NEVER);
            producer.flush();
            sent.join();
            received.awaitAll(List.of("committed", "waits", "nobody replies"));
            return new Used(Thread.activeCount(), weak(Stream.of(received, checker, producer, sent, asked)));
        }
    }

    private static List<WeakReference<?>> weak(Stream<?> objects) {
        return objects.<WeakReference<?>>map(WeakReference::new).toList();
    }

    /// An object of its own, unlike a lambda that captures nothing.
    private static final class Committing implements TransactionChecker {
        @Override
        public TransactionDecision check(ReceivedMessage message) {
            return TransactionDecision.COMMIT;
        }
    }

    @OwnClient
    void nothingIsKeptOfSendsThatFailed(Run run) throws Exception {
        String topic = Own.createTopic(run, Own.client(run), 4);
        try (Detour detour = new Detour(run.server().nameServer())) {
            SkylarkClient client = Own.impatient(run, detour.address());
            List<Producer> producers = List.of(
                    client.producer(run.newName("p")).sendTimeout(SOON).build(),
                    client.producer(run.newName("p")).sendTimeout(SOON).batching().build());
            producers.forEach(producer -> producer.send(Message.of(topic, "first")));
            detour.link().freeze();
            List<WeakReference<?>> failed = producers.stream()
                    .flatMap(producer -> weak(failedSends(producer, topic).stream()).stream())
                    .toList();
            assertThat(failed).hasSize(2 * (2 * SENDS + 1));
            awaitGarbage(failed);
            detour.link().heal();
            Awaitility.await().atMost(Own.LIMIT).ignoreExceptions().until(() ->
                    producers.stream().allMatch(producer -> producer.send(Message.of(topic, "again")) != null));
        }
    }

    private static List<CompletableFuture<?>> failedSends(Producer producer, String topic) {
        List<CompletableFuture<?>> sends = new ArrayList<>();
        for (int i = 0; i < SENDS; i++) {
            sends.add(producer.sendAsync(Message.of(topic, "lost " + i)));
            sends.add(producer.sendAsync(Message.of(topic, "lost " + i).withShardingKey("key " + i)));
        }
        sends.add(producer.requestAsync(Message.of(topic, "lost"), SOON));
        producer.flush();
        sends.forEach(send -> assertThat(send).failsWithin(Own.LIMIT));
        return sends;
    }
}
