package io.skylark.conformance.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that a server keeps over restarts.
///
/// Taken below the range from which Linux picks ports of outgoing connections (32768 and up), so that no client can
/// take the port of a server that is just restarting.
public final class Ports {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private Ports() {
    }

    /// A port that is free together with the one two below (the broker's second listener) and the one above (replicas).
    public static int freeForBroker() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFreeForBroker(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    /// The same of one port.
    public static boolean isFreeForBroker(int port) {
        return free(port) && free(port - 2) && free(port + 1);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
