package io.skylark.server.process;

import io.skylark.server.process.ServerProcess.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the servers that were started from an installation, by the words of their command lines: what `bin/mqshutdown`
/// looks at, too.
public final class ServerProcesses {
    private static final Map<String, Kind> MAINS = Map.of(
            "io.skylark.server.BrokerMain", Kind.broker,
            "io.skylark.server.NameServerMain", Kind.namesrv);
    private static final String COMMANDS = "io.skylark.server.Skylark";

    /// Where Linux tells of processes. Java asks there too, but gives up on command lines that are longer than a page.
    private final Path system;

    /// @param system `/proc`, which need not be there
    ServerProcesses(Path system) {
        this.system = system;
    }

    public static ServerProcesses ofMachine() {
        return new ServerProcesses(Path.of("/proc"));
    }

    /// By process id.
    ///
    /// @param home the folder of the installation; empty for those of all
    public List<ServerProcess> running(Optional<String> home) {
        ListeningPorts ports = new ListeningPorts(system);
        return ids().flatMap(pid -> kind(words(pid), home)
                        .map(kind -> new ServerProcess(
                                kind, pid, ports.of(pid),
                                ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant())))
                        .stream())
                .sorted(Comparator.comparingLong(ServerProcess::pid))
                .toList();
    }

    /// Whether a process has not ended. One that has, and that its parent has not looked at yet, has no words any more.
    public boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                && (!Files.isDirectory(system.resolve("self")) || !words(pid).isEmpty());
    }

    private Stream<Long> ids() {
        if (!Files.isDirectory(system.resolve("self"))) {
            return ProcessHandle.allProcesses().map(ProcessHandle::pid);
        }
        try (Stream<Path> all = Files.list(system)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list processes", failure);
        }
    }

    /// Nothing when it has ended meanwhile, or belongs to somebody who does not let others see it.
    private List<String> words(long pid) {
        try {
            String text = Files.readString(
                    system.resolve(String.valueOf(pid)).resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException notHere) {
            return ProcessHandle.of(pid).flatMap(handle -> handle.info().arguments()).map(List::of).orElse(List.of());
        }
    }

    static Optional<Kind> kind(List<String> words, Optional<String> home) {
        if (home.isPresent() && !words.contains("-Dskylark.home=" + home.get())) {
            return Optional.empty();
        }
        for (int i = 0; i < words.size(); i++) {
            Kind kind = MAINS.get(words.get(i));
            if (kind != null) {
                return Optional.of(kind);
            }
            if (words.get(i).equals(COMMANDS)) {
                return command(words.subList(i + 1, words.size()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Kind> command(List<String> words) {
        if (!words.isEmpty() && words.getFirst().equals("dev")) {
            return Optional.of(Kind.dev);
        }
        return words.size() > 1 && words.subList(0, 2).equals(List.of("server", "run"))
                ? Optional.of(Kind.run)
                : Optional.empty();
    }
}
