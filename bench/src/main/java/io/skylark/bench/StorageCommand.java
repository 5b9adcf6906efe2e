package io.skylark.bench;

import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.RocketMqPeer;
import io.skylark.bench.peer.SkylarkHome;
import io.skylark.bench.peer.SkylarkPeer;
import io.skylark.bench.storage.PageCache;
import io.skylark.bench.storage.Scale;
import io.skylark.bench.storage.Site;
import io.skylark.bench.storage.StorageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures the storage engine against its goals. Progress goes to standard error, the table to standard output.
@Command(name = "storage", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures the storage engine, alone and in a server, and prints goals and figures.")
public final class StorageCommand implements Callable<Integer> {
    private static final double GIGABYTE = 1e9;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", split = ",", paramLabel = "ROW",
            description = "append, read, tail, recovery, queues. Default: all of them.")
    private List<String> rows = StorageRun.names();

    @Option(names = "--seconds", defaultValue = "10", description = "Time of each measurement. Default: 10.")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "5", description = "Seconds of load before that. Default: 5.")
    private double warmUp;

    @Option(names = "--gigabytes", defaultValue = "10",
            description = "recovery: log before the crash. Default: ${DEFAULT-VALUE}.")
    private double gigabytes;

    @Option(names = "--old-gigabytes", defaultValue = "8",
            description = "read, tail: old data, to be more than a reader gets through in a measurement. "
                    + "Default: ${DEFAULT-VALUE}.")
    private double oldGigabytes;

    @Option(names = "--rate", defaultValue = "5000", description = "tail: messages a second. Default: 5000.")
    private double rate;

    @Option(names = "--topics", defaultValue = "10000", description = "queues: topics. Default: 10000.")
    private int topics;

    @Option(names = "--queues-per-topic", defaultValue = "100", description = "queues: of each. Default: 100.")
    private int queuesPerTopic;

    @Option(names = "--restarts", defaultValue = "3", description = "recovery: how many. Default: 3.")
    private int restarts;

    @Option(names = "--proposers", defaultValue = "2", description = "append: threads that propose. Default: 2.")
    private int proposers;

    @Option(names = "--segment-mib", defaultValue = "256",
            description = "Size of a segment, 16 at least in a server. Default: 256, as in a server.")
    private int segmentMebibytes;

    @Option(names = "--skylark-home", paramLabel = "FOLDER",
            description = "Unpacked archive. Default: the one this was started from, or else the one that the build left.")
    private Path skylarkHome = SkylarkHome.standard();

    @Option(names = "--work", paramLabel = "FOLDER",
            description = "Stores, on the disk to be measured. Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("target/bench");

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the table to this file.")
    private @Nullable Path out;

    public static void main(String[] args) {
        System.exit(Bench.execute(new StorageCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Bench.line(spec);
        String table = run(command);
        command.getOut().print(table);
        command.getOut().flush();
        if (out != null) {
            Files.writeString(out, table);
        }
        return 0;
    }

    private String run(CommandLine command) throws IOException {
        SkylarkPeer server = new SkylarkPeer("skylark", RocketMqPeer.SYNC_FLUSH,
                skylarkHome.toAbsolutePath().normalize(),
                List.of("mappedFileSizeCommitLog=" + ((long) segmentMebibytes << 20)));
        Site site = new Site(work.toAbsolutePath().normalize(), server, PageCache.ofThisMachine(), System.err);
        try {
            return new StorageRun(site, scale()).run(rows);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }

    private Scale scale() {
        return new Scale(Interval.of(duration(warmUp), duration(seconds)), (long) segmentMebibytes << 20, proposers,
                (long) (gigabytes * GIGABYTE), (long) (oldGigabytes * GIGABYTE), rate, topics, queuesPerTopic,
                restarts);
    }

    private static Duration duration(double value) {
        return Duration.ofMillis(Math.round(value * 1000));
    }
}
