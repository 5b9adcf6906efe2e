package io.skylark.server;

import io.skylark.cli.mqadmin.Mqadmin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What `bin/skylark cache` runs in front of [ServerTraining], in a JVM that keeps what it learns: commands use a server.
/// Which one they want is the first line on standard output: its arguments. The server may go when the output ends.
/// The only argument is the folder of the server's data, which is empty, and which nobody needs afterwards.
public final class CommandTraining {
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(50);
    private static final int PORT_ATTEMPTS = 100;
    /// A broker listens two below its port as well.
    private static final int OLD_CLIENTS = -2;
    private static final String TOPIC = "training";
    private static final String GROUP = "training-group";

    private CommandTraining() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        if (words.length != 1) {
            System.err.println("CommandTraining: the name of an empty folder is missing");
            System.exit(ExitCode.USAGE);
        }
        String data = Path.of(words[0]).toString();
        int nameServer = freePort();
        String address = "localhost:" + nameServer;
        System.out.println("listenPort=" + freeBrokerPort() + " namesrvListenPort=" + nameServer
                + " httpListenPort=" + freePort());
        System.out.flush();
        List<String> send = List.of("message", "send", "-n", address, TOPIC, "hello", "--tag", "a", "--key", "k");
        untilDone(send);
        for (List<String> command : List.of(
                send,
                List.of("message", "tail", "-n", address, TOPIC, "--from", "earliest", "--count", "1"),
                List.of("message", "list", "-n", address, TOPIC, "--key", "k"),
                List.of("message", "list", "-n", address, TOPIC, "--since", "1h", "-o", "json"),
                List.of("topic", "create", "-n", address, TOPIC + "-2", "--queues", "2"),
                List.of("topic", "list", "-n", address, "-o", "wide"),
                List.of("topic", "get", "-n", address, TOPIC, "-o", "yaml"),
                List.of("topic", "status", "-n", address, TOPIC),
                List.of("topic", "delete", "-n", address, TOPIC + "-2", "--yes"),
                List.of("group", "create", "-n", address, GROUP),
                List.of("group", "list", "-n", address),
                List.of("group", "lag", "-n", address),
                List.of("group", "lag", "-n", address, GROUP, "--topic", TOPIC),
                List.of("group", "reset", "-n", address, GROUP, TOPIC, "--to", "earliest", "--yes"),
                List.of("broker", "list", "-n", address),
                List.of("cluster", "list", "-n", address),
                List.of("namesrv", "list", "-n", address),
                List.of("delay", "list", "-n", address),
                List.of("tx", "list", "-n", address),
                List.of("cluster", "export", "-n", address),
                List.of("check", "ready", "-n", address),
                List.of("completion", "suggest", "--", "topic", "get", "-n", address, ""),
                List.of("topic", "--help"),
                List.of("store", "verify", data),
                List.of("store", "dump", data),
                List.of("message", "send", "--help"),
                List.of("message", "--help"),
                List.of("--version"),
                List.of("--help"))) {
            if (execute(command) != ExitCode.OK) {
                System.err.println("CommandTraining: skylark " + String.join(" ", command) + " failed");
                System.exit(ExitCode.FAILED);
            }
        }
        for (List<String> command : List.of(
                List.of("updateTopic", "-n", address, "-t", TOPIC, "-c", "DefaultCluster"),
                List.of("topicRoute", "-n", address, "-t", TOPIC),
                List.of("topicStatus", "-n", address, "-t", TOPIC),
                List.of("clusterList", "-n", address),
                List.of("help", "updateTopic"))) {
            if (Mqadmin.execute(System.out, System.err, MqadminMain.home(), command.toArray(String[]::new)) != ExitCode.OK) {
                System.err.println("CommandTraining: mqadmin " + String.join(" ", command) + " failed");
                System.exit(ExitCode.FAILED);
            }
        }
        // The processes that write the cache would hold it open.
        System.out.close();
        System.exit(ExitCode.OK);
    }

    /// The server is ready when it has stored a message.
    private static void untilDone(List<String> command) throws InterruptedException {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        while (execute(command) != ExitCode.OK) {
            if (System.nanoTime() > end) {
                System.err.println("CommandTraining: the server was not ready within " + READY_LIMIT.toSeconds() + " s");
                System.exit(ExitCode.FAILED);
            }
            TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        }
    }

    private static int execute(List<String> command) {
        return Skylark.execute(command.toArray(String[]::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static int freeBrokerPort() throws IOException {
        IOException last = new IOException("no attempt");
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = freePort();
            try (ServerSocket below = new ServerSocket()) {
                below.bind(new InetSocketAddress(port + OLD_CLIENTS));
                return port;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new IOException("no free pair of ports in " + PORT_ATTEMPTS + " attempts", last);
    }
}
