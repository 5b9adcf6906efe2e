package io.skylark.bench.clients;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.compare.Bed;
import io.skylark.bench.compare.Filled;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.SendLoad;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.bench.subject.Order;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Gives every client the same work on each server. A round starts each server afresh, and the clients take turns in it,
/// in the opposite order in every other round.
public final class ClientComparison {
    private static final int QUEUES = 8;
    private static final int HEAT_CONNECTIONS = 8;
    private static final int HEAT_WINDOW = 64;
    /// Shares of the filled topic: what is consumed before anything counts, and what counts. The rest keeps every queue
    /// busy until the end.
    private static final double PUSH_WARM_UP = 0.3;
    private static final double PUSH_MEASURED = 0.6;

    private final Plan plan;
    private final PrintStream progress;
    private final Libraries official;
    private final Libraries skylark;
    private final Map<String, List<Sample>> samples = new TreeMap<>();

    /// What is compared how.
    ///
    /// @param matches ids; empty for all
    /// @param repeats rounds of which medians are taken
    /// @param row warm-up and measured time of each send row
    /// @param heat how long a started server works before anything is measured
    /// @param pushMessages how many the topic of the push row holds
    /// @param clientFlags more for the JVMs of the clients
    public record Plan(List<Peer> peers, List<String> matches, int repeats, Interval row, Duration heat,
            int pushMessages, List<String> clientFlags, Path folder) {
        List<Match> chosen() {
            return matches.isEmpty() ? Match.all() : Match.choose(matches);
        }
    }

    /// Resolves the class paths of the clients.
    ///
    /// @throws IllegalArgumentException when a match is unknown
    public ClientComparison(Plan plan, PrintStream progress) throws IOException {
        var _ = plan.chosen();
        this.plan = plan;
        this.progress = progress;
        Files.createDirectories(plan.folder());
        this.official = Libraries.official(plan.folder());
        this.skylark = Libraries.skylark();
    }

    /// Runs everything.
    ///
    /// @return a table
    public String run() throws IOException {
        for (int round = 1; round <= plan.repeats(); round++) {
            progress.printf("round %d of %d%n", round, plan.repeats());
            for (Peer peer : plan.peers()) {
                Path folder = plan.folder().resolve("clients-" + peer.name() + "-" + round);
                delete(folder);
                try (RunningPeer running = peer.start(folder)) {
                    run(peer.name(), running, round, folder);
                }
                delete(folder.resolve("store"));
            }
        }
        return ClientTable.render(plan, samples, official, skylark);
    }

    private void run(String name, RunningPeer running, int round, Path folder) throws IOException {
        Bed bed = new Bed(running, Interval.of(Duration.ZERO, plan.heat()), folder, plan.folder(), progress);
        heat(bed);
        for (Match match : plan.chosen()) {
            List<Contender> turns = round % 2 == 1 ? match.contenders() : match.contenders().reversed();
            Order order = prepare(bed, match);
            for (Contender contender : turns) {
                progress.printf("  %s: %s, %s ...%n", name, match.id(), contender.title());
                Sample sample = new SubjectProcess(contender, contender.isOfficial() ? official : skylark,
                        plan.clientFlags(), folder).run(running, order.withBatching(contender.batching()), bed::tell);
                progress.printf("    %.0f msg/s, %.2f us CPU and %.0f bytes a message, server %.2f us%n",
                        sample.messagesPerSecond(), sample.cpuMicros(), sample.allocatedBytes(),
                        sample.serverMicros());
                samples.computeIfAbsent(ClientTable.key(name, match, contender), key -> new ArrayList<>()).add(sample);
            }
        }
    }

    /// Lets the server compile what it needs, as one that has run for a while.
    private void heat(Bed bed) throws IOException {
        if (plan.heat().isPositive()) {
            Topic topic = bed.topic("bench-heat", QUEUES);
            SendFrames.Shape shape =
                    SendFrames.Shape.of(topic.name(), topic.brokerName(), QUEUES, Match.KIBIBYTE);
            SendLoad.Plan load = SendLoad.Plan.closed(
                    topic.broker(), shape, HEAT_CONNECTIONS, HEAT_WINDOW, Bed.newRun());
            var _ = bed.measure(tally -> new SendLoad(load, tally));
        }
    }

    /// Makes the topic.
    ///
    /// @return the order of a client that does not batch
    private Order prepare(Bed bed, Match match) throws IOException {
        String topic = "bench-clients-" + match.id();
        long warmUp = plan.row().warmUp().toMillis();
        long measured = plan.row().measured().toMillis();
        if (match.work() == Order.Work.PUSH) {
            Filled filled =
                    Filled.fill(bed, topic, QUEUES, plan.pushMessages(), match.bytes(), UnaryOperator.identity());
            warmUp = Math.round(filled.messages() * PUSH_WARM_UP);
            measured = Math.round(filled.messages() * PUSH_MEASURED);
        } else {
            bed.topic(topic, QUEUES);
        }
        InetSocketAddress server = bed.peer().nameServer();
        return new Order(match.work(), server.getHostString() + ":" + server.getPort(), topic, false, match.threads(),
                match.bytes(), match.window(), warmUp, measured);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
