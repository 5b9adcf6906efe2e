package io.skylark.server.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// On which TCP ports processes listen, as Linux tells their users: which sockets listen is in `net/tcp`, whose sockets they
/// are is in the folders of open files.
final class ListeningPorts {
    /// Columns of a line of `net/tcp`: number, local address, remote address, state, and so on.
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTEN = "0A";
    private static final int HEX = 16;

    private final Path system;
    private final Map<String, Integer> portsBySocket = new HashMap<>();

    /// @param system `/proc`, which need not be there
    ListeningPorts(Path system) {
        this.system = system;
        for (String table : List.of("tcp", "tcp6")) {
            read(system.resolve("net").resolve(table));
        }
    }

    private void read(Path table) {
        List<String> lines;
        try {
            lines = Files.readAllLines(table);
        } catch (IOException notHere) {
            return;
        }
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > INODE && columns[STATE].equals(LISTEN)) {
                String port = columns[LOCAL].substring(columns[LOCAL].indexOf(':') + 1);
                portsBySocket.put("socket:[" + columns[INODE] + "]", Integer.parseInt(port, HEX));
            }
        }
    }

    /// Empty when it is not known.
    SortedSet<Integer> of(long pid) {
        SortedSet<Integer> ports = new TreeSet<>();
        try (Stream<Path> files = Files.list(system.resolve(String.valueOf(pid)).resolve("fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Integer port = portsBySocket.get(target(file));
                if (port != null) {
                    ports.add(port);
                }
            }
        } catch (IOException | UncheckedIOException notOurs) {
            return ports;
        }
        return ports;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
