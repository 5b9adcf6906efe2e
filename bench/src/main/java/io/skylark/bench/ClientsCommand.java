package io.skylark.bench;

import io.skylark.bench.clients.ClientComparison;
import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.SkylarkHome;
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

/// Runs clients side by side and prints a table. Progress goes to standard error, the table to standard output.
@Command(name = "clients", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lets our client and the official one do the same work on the same broker, and prints a table.")
public final class ClientsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rows", split = ",", paramLabel = "ROW",
            description = "sync-1k, async-1k, async-100, push-1k. Default: all of them.")
    private List<String> rows = List.of();

    @Option(names = "--peers", split = ",", paramLabel = "PEER", defaultValue = "skylark",
            description = "The broker: skylark, skylark-async, rocketmq, rocketmq-sync. Default: ${DEFAULT-VALUE}.")
    private List<String> peers = List.of();

    @Option(names = "--seconds", defaultValue = "8", description = "Measured time of each run. Default: 8.")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "6",
            description = "Seconds before that, in which a client's code is compiled. Default: 6.")
    private double warmUp;

    @Option(names = "--heat", defaultValue = "20",
            description = "Seconds of load after a server's start, so that its code is compiled. Default: 20.")
    private double heat;

    @Option(names = "--repeats", defaultValue = "3", description = "Take medians of so many rounds. Default: 3.")
    private int repeats;

    @Option(names = "--push-messages", defaultValue = "2000000",
            description = "push-1k: messages that the topic holds. Default: 2000000.")
    private int pushMessages;

    @Option(names = "--client-flag", paramLabel = "FLAG",
            description = "One more for the JVMs of the clients, for example a flight recording.")
    private List<String> clientFlags = List.of();

    @Option(names = "--skylark-home", paramLabel = "FOLDER",
            description = "Unpacked archive. Default: the one this was started from, or else the one that the build left.")
    private Path skylarkHome = SkylarkHome.standard();

    @Option(names = "--work", paramLabel = "FOLDER",
            description = "Stores and class paths, on the disk to be measured. Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("target/bench");

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the table to this file.")
    private @Nullable Path out;

    public static void main(String[] args) {
        System.exit(Bench.execute(new ClientsCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine command = Bench.line(spec);
        String table = comparison(command).run();
        command.getOut().print(table);
        command.getOut().flush();
        if (out != null) {
            Files.writeString(out, table);
        }
        return 0;
    }

    private ClientComparison comparison(CommandLine command) throws IOException {
        Path folder = work.toAbsolutePath().normalize();
        try {
            if (peers.contains("kafka")) {
                throw new IllegalArgumentException("no peer kafka: the clients do not speak to it");
            }
            List<Peer> brokers = Peers.named(peers, folder, skylarkHome);
            return new ClientComparison(new ClientComparison.Plan(brokers, rows, repeats,
                    Interval.of(duration(warmUp), duration(seconds)), duration(heat), pushMessages, clientFlags,
                    folder), System.err);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
    }

    private static Duration duration(double value) {
        return Duration.ofMillis(Math.round(value * 1000));
    }
}
