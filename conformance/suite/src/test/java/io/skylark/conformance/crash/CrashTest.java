package io.skylark.conformance.crash;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// SIGKILL at random moments under full load: every acknowledged message is there, once, in order, at the offset that
/// was acknowledged. `-Dskylark.kills=<n>` kills more often.
@Order(2)
final class CrashTest {
    private static final int KILLS = Integer.getInteger("skylark.kills", 5);
    private static final int CONNECTIONS = 4;
    private static final int QUEUES = 8;
    private static final int MIN_LOAD_MILLIS = 150;
    private static final int MAX_LOAD_MILLIS = 1200;
    private static final String TOPIC = "Crash";

    private final List<Journal> journals = IntStream.range(0, QUEUES).mapToObj(i -> new Journal()).toList();
    private final List<Long> startMillis = new ArrayList<>();
    private int refused;
    private long loadMillis;

    @Test
    void losesDoublesAndReordersNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path folder = Path.of(System.getProperty("conformance.work")).resolve("crash");
        // The smallest segments there are, so that several end in each life.
        try (Server server = Target.fromSystemProperties()
                .server(folder, Layout.ONE_PROCESS, "mappedFileSizeCommitLog=16777216")) {
            server.start();
            try (RawClient client = connect(server)) {
                new Sender(client, TOPIC, List.of(0), journals).sendOne();
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int before = acknowledged();
                loadAndKill(server, MIN_LOAD_MILLIS + random.nextInt(MAX_LOAD_MILLIS - MIN_LOAD_MILLIS));
                assertThat(acknowledged()).as("acknowledged before kill %d", kill).isGreaterThan(before);
                long begin = System.nanoTime();
                server.start();
                startMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
                judge(server, false);
            }
            journals.forEach(journal -> journal.goOnFrom(0));
            judge(server, true);
        } finally {
            System.out.printf("conformance: crash: %d kills, %d messages sent in %d ms, %d acknowledged, %d refused;"
                    + " starts took %s ms%n", startMillis.size(),
                    journals.stream().mapToLong(Journal::sent).sum(), loadMillis, acknowledged(), refused, startMillis);
        }
    }

    private int acknowledged() {
        return journals.stream().mapToInt(Journal::acknowledged).sum();
    }

    private void loadAndKill(Server server, int millis) throws Exception {
        loadMillis += millis;
        List<Sender> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                List<Integer> queues =
                        IntStream.range(0, QUEUES).filter(q -> q % CONNECTIONS == first).boxed().toList();
                Sender sender = new Sender(connect(server), TOPIC, queues, journals);
                senders.add(sender);
                work.add(threads.submit(() -> {
                    sender.sendUntilGone();
                    return null;
                }));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            server.kill();
            for (Future<?> sender : work) {
                sender.get();
            }
        }
        refused += senders.stream().mapToInt(Sender::refused).sum();
    }

    private void judge(Server server, boolean complete) throws IOException {
        try (RawClient client = connect(server)) {
            for (int queueId = 0; queueId < QUEUES; queueId++) {
                Journal journal = journals.get(queueId);
                List<Long> found = QueueContent.read(client, TOPIC, queueId, journal.judgedFrom());
                assertThat(journal.faults(found)).as("queue %d", queueId).isEmpty();
                journal.goOnFrom(journal.judgedFrom() + found.size());
                if (complete) {
                    assertThat(found.size()).isGreaterThanOrEqualTo(journal.acknowledged());
                }
            }
        }
    }

    /// A connection to the broker that the name server names.
    private static RawClient connect(Server server) throws IOException {
        String[] nameServer = server.nameServer().split(":");
        try (RawClient client = new RawClient(nameServer[0], Integer.parseInt(nameServer[1]))) {
            String route = new String(client.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
            assertThat(address.find()).as(route).isTrue();
            return new RawClient(address.group(1), Integer.parseInt(address.group(2)));
        }
    }

    /// The test proves nothing unless its judge sees what must not happen.
    @Test
    void noticesWhatMustNotHappen() {
        Journal journal = new Journal();
        LongStream.range(0, 10).forEach(offset -> journal.acknowledged(journal.nextSequence(), offset));
        List<Long> whole = LongStream.range(0, 10).boxed().toList();
        assertThat(journal.faults(whole)).isEmpty();
        assertThat(journal.faults(whole.subList(0, 9))).containsExactly(
                "message 9 was acknowledged at offset 9 but is missing");
        assertThat(journal.faults(changed(whole, 3, 4L))).contains("message 4 is there twice, again at offset 4");
        assertThat(journal.faults(changed(changed(whole, 3, 4L), 4, 3L))).contains(
                "message 3 stands behind message 4 at offset 4",
                "message 3 was acknowledged at offset 3 but is at offset 4");
        assertThat(journal.faults(changed(whole, 9, 10L))).contains("message 10 at offset 9 was never sent");
    }

    private static List<Long> changed(List<Long> list, int at, long value) {
        List<Long> changed = new ArrayList<>(list);
        changed.set(at, value);
        return changed;
    }
}
