package io.skylark.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Skylark from an unpacked archive, name server and broker in one process, started with its own script.
///
/// @param flushDiskType `SYNC_FLUSH`, its default, or `ASYNC_FLUSH`
/// @param home the folder that holds `bin`, `conf` and `lib`
/// @param settings more lines for `broker.conf`
public record SkylarkPeer(String name, String flushDiskType, Path home, List<String> settings) implements Peer {
    /// Where its log is below the folder that it is started in.
    public static final String LOG_FOLDER = "store/log";

    private static final Duration CACHE_LIMIT = Duration.ofMinutes(2);

    public SkylarkPeer {
        settings = List.copyOf(settings);
    }

    public SkylarkPeer(String name, String flushDiskType, Path home) {
        this(name, flushDiskType, home, List.of());
    }

    @Override
    public String description() {
        return "Skylark, " + flushDiskType + (flushDiskType.equals(RocketMqPeer.SYNC_FLUSH) ? " (its default)" : "");
    }

    @Override
    public RunningPeer start(Path folder) throws IOException {
        Path script = home.resolve("bin/skylark");
        if (!Files.isRegularFile(script)) {
            throw new IOException("no unpacked archive at " + home + ": run mvn -DskipTests package from the root, or "
                    + "name the folder with bin/ and lib/");
        }
        Files.createDirectories(folder);
        makeStartCache(script, folder);
        int nameServerPort = Ports.freeForBroker();
        int brokerPort = Ports.freeForBroker();
        Path configuration = folder.resolve("broker.conf");
        List<String> lines = new ArrayList<>(List.of("brokerClusterName=DefaultCluster",
                "brokerName=" + RunningPeer.BROKER_NAME, "listenPort=" + brokerPort,
                "namesrvListenPort=" + nameServerPort, "storePathRootDir=" + folder.resolve("store"),
                "flushDiskType=" + flushDiskType));
        lines.addAll(settings);
        Files.write(configuration, lines);
        Path userHome = folder.resolve("home");
        // HOME moves what scripts write; Java takes user.home from the user database, so it is told as well.
        String options = System.getenv().getOrDefault("JAVA_OPT_EXT", "") + " -Duser.home=" + userHome;
        Map<String, String> environment = Map.of("HOME", userHome.toString(), "JAVA_OPT_EXT", options.strip());
        long start = System.nanoTime();
        ServerProcess process = ServerProcess.start(new ServerProcess.Command("skylark",
                List.of("sh", script.toString(), "server", "run", "-c", configuration.toString()), environment, folder,
                Pattern.compile("^The broker\\[.*boot success")));
        InetAddress host = InetAddress.getLoopbackAddress();
        return new RunningPeer(Protocol.REMOTING, List.of(process),
                new InetSocketAddress(host, nameServerPort), new InetSocketAddress(host, brokerPort), start);
    }

    /// An installed Skylark has its start cache; one that lacks it gets it before anything is measured.
    private void makeStartCache(Path script, Path folder) throws IOException {
        if (Files.isRegularFile(home.resolve("lib/server.aot"))) {
            return;
        }
        Path output = folder.resolve("start-cache.out");
        Process process = new ProcessBuilder("sh", script.toString(), "cache")
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(CACHE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the start cache was not made within " + CACHE_LIMIT.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("no start cache was made: " + Files.readString(output).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the start cache was made", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
