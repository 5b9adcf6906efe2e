package io.skylark.server.config;

import java.util.ArrayList;
import java.util.List;

/// An address as people write it.
public record HostPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /// Reads `host:port;host:port`.
    static List<HostPort> list(String text, Problems problems) {
        List<HostPort> addresses = new ArrayList<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                int colon = part.lastIndexOf(':');
                int port = colon < 1 ? 0 : port(part.substring(colon + 1).strip());
                if (port == 0) {
                    problems.error("The Name Server Address[" + text
                            + "] illegal, please set it as follows, \"127.0.0.1:9876;192.168.0.1:9876\"");
                    return List.of();
                }
                addresses.add(new HostPort(part.substring(0, colon).strip(), port));
            }
        }
        return addresses;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > MAX_PORT ? 0 : Math.max(0, port);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
