package io.skylark.bench;

import io.skylark.bench.compare.Comparison;
import io.skylark.bench.compare.Row;
import io.skylark.bench.compare.Rows;
import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.SkylarkHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs servers side by side and prints a table. Progress goes to standard error, the table to standard output.
@CommandLine.Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Starts each server in turn, gives all of them the same work, and prints a table.")
public final class Compare implements Callable<Integer> {
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration MACHINE = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", split = ",", paramLabel = "ROW", defaultValue = "goals",
            description = "goals, kinds, all, ids, or beginnings like send*; --list-rows names them. Default: goals.")
    private List<String> rows = List.of();

    @Option(names = "--list-rows", description = "Print the rows and end.")
    private boolean listRows;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", defaultValue = "rocketmq,skylark",
            description = "rocketmq, rocketmq-sync, skylark, skylark-async, kafka; ratios are against the first. "
                    + "Default: ${DEFAULT-VALUE}.")
    private List<String> peers = List.of();

    @Option(names = "--seconds", defaultValue = "10", description = "Measured time of each row. Default: 10.")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before that. Default: 2.")
    private double warmUp;

    @Option(names = "--heat", defaultValue = "20",
            description = "Seconds of load after a server's start, so that its code is compiled. Default: 20.")
    private double heat;

    @Option(names = "--repeats", defaultValue = "1", description = "Take medians of so many rounds. Default: 1.")
    private int repeats;

    @Option(names = "--touch-memory", paramLabel = "MiB", defaultValue = "0",
            description = "Touch so much free memory before each row: on a virtual machine it may have gone back to the "
                    + "host. Default: 0.")
    private long touchMebibytes;

    @Option(names = "--skylark-home", paramLabel = "FOLDER",
            description = "Unpacked archive. Default: the one this was started from, or else the one that the build left.")
    private Path skylarkHome = SkylarkHome.standard();

    @Option(names = "--work", paramLabel = "FOLDER",
            description = "Stores and class paths, on the disk to be measured. Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("target/bench");

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the table to this file.")
    private @Nullable Path out;

    public static void main(String[] args) {
        System.exit(Bench.execute(new Compare(), args));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Bench.line(spec);
        if (listRows) {
            Rows.all().forEach(row ->
                    command.getOut().printf("%-18s %s%s%n", row.id(), row.title(), row.goal() ? " (goal)" : ""));
            command.getOut().flush();
            return 0;
        }
        Path folder = work.toAbsolutePath().normalize();
        Comparison.Times times = new Comparison.Times(
                Interval.of(duration(warmUp), duration(seconds)), duration(heat), IDLE, MACHINE);
        Comparison.Plan plan = new Comparison.Plan(chosenPeers(folder), chosenRows(), repeats, times,
                touchMebibytes << 20, folder);
        String table = new Comparison(plan, System.err).run().render();
        PrintWriter target = command.getOut();
        target.print(table);
        target.flush();
        if (out != null) {
            Files.writeString(out, table);
        }
        return 0;
    }

    private static Duration duration(double value) {
        return Duration.ofMillis(Math.round(value * 1000));
    }

    private List<Row> chosenRows() {
        try {
            return Rows.choose(rows);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Bench.line(spec), e.getMessage(), e);
        }
    }

    private List<Peer> chosenPeers(Path folder) throws IOException {
        try {
            return Peers.named(peers, folder, skylarkHome);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Bench.line(spec), e.getMessage(), e);
        }
    }
}
