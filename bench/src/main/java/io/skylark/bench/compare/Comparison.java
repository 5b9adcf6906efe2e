package io.skylark.bench.compare;

import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadFailure;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Gives every peer the same rows, one peer at a time, and repeats that, so that what the machine does in between
/// befalls all of them.
public final class Comparison {
    private static final int HEAT_BYTES = 1024;
    private static final int HEAT_QUEUES = 8;
    private static final int HEAT_CONNECTIONS = 8;
    private static final int HEAT_WINDOW = 64;

    private final Plan plan;
    private final PrintStream progress;
    private final Map<String, List<StartFigures>> starts = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Figures>>> figures = new HashMap<>();
    private final Map<String, Map<String, String>> refusals = new HashMap<>();
    private final List<MachineSpeed> machineSpeeds = new ArrayList<>();
    private final List<Double> systemLoads = new ArrayList<>();

    /// What is compared how.
    ///
    /// @param repeats rounds of which medians are taken
    /// @param times how long each part takes
    /// @param touchBytes of free memory, touched before each row
    /// @param folder on the disk that is to be measured
    public record Plan(List<Peer> peers, List<Row> rows, int repeats, Times times, long touchBytes, Path folder) {}

    /// How long each part takes.
    ///
    /// @param row warm-up and measured time of each row
    /// @param heat how long a started server works before anything is measured
    /// @param idle how long it is left alone before that, until its memory is looked at
    /// @param machine how long each speed of the machine itself is measured; zero for not at all
    public record Times(Interval row, Duration heat, Duration idle, Duration machine) {}

    public Comparison(Plan plan, PrintStream progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// Runs everything. A row that fails on a peer is reported in its place, and the others go on.
    ///
    /// @throws IOException when a peer cannot be started
    public Report run() throws IOException {
        Files.createDirectories(plan.folder());
        for (int repeat = 1; repeat <= plan.repeats(); repeat++) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            systemLoads.add(load);
            progress.printf("round %d of %d: load average %.1f%n", repeat, plan.repeats(), load);
            if (plan.times().machine().isPositive()) {
                FreeMemory.touch(plan.touchBytes());
                MachineSpeed speed = MachineSpeed.measure(plan.folder(), plan.times().machine());
                machineSpeeds.add(speed);
                progress.printf("  %s%n", speed);
            }
            for (Peer peer : plan.peers()) {
                run(peer, plan.folder().resolve(peer.name() + "-" + repeat));
            }
        }
        return report();
    }

    private void run(Peer peer, Path folder) throws IOException {
        delete(folder);
        int next = 0;
        while (next < plan.rows().size() || !starts.containsKey(peer.name())) {
            // A row that failed may have left the server in any state: the next ones get a fresh one.
            next = runFrom(next, peer, folder);
            delete(folder.resolve("store"));
        }
    }

    /// @return the row to go on with
    private int runFrom(int first, Peer peer, Path folder) throws IOException {
        try (RunningPeer running = peer.start(folder)) {
            StartFigures start = StartFigures.measure(running, plan.times().idle());
            starts.computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(start);
            progress.printf("  %s: %s%n", peer.name(), start);
            Bed bed = new Bed(running, plan.times().row(), folder, plan.folder(), progress);
            heat(bed);
            for (int i = first; i < plan.rows().size(); i++) {
                Row row = plan.rows().get(i);
                if (!row.work().fits(running.protocol())) {
                    continue;
                }
                progress.printf("  %s: %s ...%n", peer.name(), row.id());
                FreeMemory.touch(plan.touchBytes());
                try {
                    Figures measured = row.work().run(bed);
                    progress.printf("    %.0f msg/s, p50 %.0f us, p99 %.0f us, %.2f us CPU a message%n",
                            measured.messagesPerSecond(), measured.p50(), measured.p99(), measured.cpuMicros());
                    figures.computeIfAbsent(row.id(), id -> new HashMap<>())
                            .computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(measured);
                } catch (LoadFailure | IOException e) {
                    progress.printf("    failed: %s%n", e.getMessage());
                    refusals.computeIfAbsent(row.id(), id -> new HashMap<>())
                            .put(peer.name(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                    return i + 1;
                }
            }
            return plan.rows().size();
        }
    }

    /// Lets the server compile what it needs, as one that has run for a while.
    private void heat(Bed bed) throws IOException {
        if (plan.times().heat().isPositive()) {
            Row.Work work = bed.peer().protocol() == Protocol.REMOTING
                    ? new SendWork("bench-heat", HEAT_BYTES, HEAT_QUEUES, HEAT_CONNECTIONS, HEAT_WINDOW, 0, 0,
                            UnaryOperator.identity())
                    : new OfficialClientWork(HEAT_WINDOW, HEAT_BYTES, HEAT_QUEUES);
            Interval interval = Interval.of(Duration.ZERO, plan.times().heat());
            work.run(new Bed(bed.peer(), interval, bed.folder(), bed.shared(), progress));
        }
    }

    private Report report() {
        List<Report.Line> lines = new ArrayList<>();
        for (Row row : plan.rows()) {
            for (Peer peer : plan.peers()) {
                List<Figures> runs = figures.getOrDefault(row.id(), Map.of()).getOrDefault(peer.name(), List.of());
                String refusal = refusals.getOrDefault(row.id(), Map.of()).getOrDefault(peer.name(), "");
                lines.add(new Report.Line(row, peer.name(), runs.isEmpty() ? null : Figures.median(runs), refusal));
            }
        }
        Map<String, StartFigures> medians = new LinkedHashMap<>();
        starts.forEach((peer, runs) -> medians.put(peer, StartFigures.median(runs)));
        Report.Setting setting = new Report.Setting(plan.repeats(), plan.times().row().measured(),
                machineSpeeds.isEmpty() ? "" : MachineSpeed.median(machineSpeeds).toString(), plan.touchBytes(),
                systemLoads.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        return new Report(plan.peers(), lines, medians, setting);
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
