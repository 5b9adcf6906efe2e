package io.skylark.server.verbs;

import io.skylark.client.SkylarkClient;
import io.skylark.server.Skylark;
import io.skylark.server.node.FreePorts;
import io.skylark.server.node.Node;
import io.skylark.server.node.NodeKeys;
import io.skylark.server.node.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

import static org.assertj.core.api.Assertions.assertThat;

/// A name server and a broker in this process, and what is typed against them, one command after the other.
final class LiveShell implements AutoCloseable {
    /// What one command printed, and how it ended. Lines end with `\n`.
    record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Node node;
    private final SkylarkClient client;
    private final String nameServer;
    private final String broker;
    private final SortedSet<String> typed = new TreeSet<>();

    LiveShell(Path folder) throws IOException, StartFailure {
        this.folder = folder;
        int brokerPort = FreePorts.withOldClients();
        int nameServerPort = FreePorts.withOldClients();
        NodeKeys keys = new NodeKeys(folder);
        keys.put("brokerIP1", "127.0.0.1");
        keys.put("diskFreeReserveBytes", "256MB");
        keys.put("diskFreeReserveRatio", 0);
        keys.put("storePathRootDir", data());
        keys.put("kvConfigPath", folder.resolve("kvConfig.json"));
        keys.put("listenPort", brokerPort);
        keys.put("namesrvListenPort", nameServerPort);
        keys.put("httpListenPort", 0);
        node = keys.both();
        nameServer = "127.0.0.1:" + nameServerPort;
        broker = "127.0.0.1:" + brokerPort;
        client = SkylarkClient.connect(nameServer);
    }

    /// For what no command does: consume, begin a transaction.
    SkylarkClient client() {
        return client;
    }

    String nameServer() {
        return nameServer;
    }

    String broker() {
        return broker;
    }

    /// Of the broker.
    Path data() {
        return folder.resolve("data");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// Types a command that talks to the server.
    Result run(String... words) {
        return offline(Stream.concat(Stream.of("-n", nameServer), Stream.of(words)).toArray(String[]::new));
    }

    /// As [#run(String...)], which must end well; what was printed.
    String ok(String... words) {
        Result result = run(words);
        assertThat(result.exitCode()).as("%s: %s", String.join(" ", words), result).isZero();
        return result.out();
    }

    /// As [#run(String...)], which must end so; what was printed as an error.
    String fails(int exitCode, String... words) {
        Result result = run(words);
        assertThat(result.exitCode()).as("%s: %s", String.join(" ", words), result).isEqualTo(exitCode);
        return result.err();
    }

    /// Types a command that talks to no server.
    Result offline(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Skylark.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exitCode = line.execute(words);
        remember(line.getParseResult());
        return new Result(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private void remember(ParseResult result) {
        StringBuilder verb = new StringBuilder();
        for (ParseResult next = result; next.hasSubcommand(); ) {
            next = next.subcommand();
            verb.append(verb.isEmpty() ? "" : " ").append(next.commandSpec().name());
        }
        typed.add(verb.toString());
    }

    /// Types a command until it prints what is awaited, because members come and offsets are kept with a delay.
    String until(String text, String... words) {
        Supplier<String> type = () -> run(words).out();
        return Awaitility.await(String.join(" ", words)).until(type::get, out -> out.contains(text));
    }

    /// The commands that were typed, as `topic list`.
    SortedSet<String> typed() {
        return typed;
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
