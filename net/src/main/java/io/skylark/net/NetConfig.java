package io.skylark.net;

import java.time.Duration;

/// Limits of the network layer.
///
/// @param eventLoops threads that own connections
/// @param backlog connections that may wait to be accepted
/// @param idle a connection without traffic in either direction for so long is closed
/// @param maxBytesInFlight bytes of unanswered requests of one connection, beyond which it is not read
/// @param maxBlockingCalls conversations that may run on virtual threads at once, beyond which the answer is "busy"
/// @param writeHighWater bytes waiting to be sent on one connection, beyond which it is not read
/// @param maxConnections connections that one listener serves at once; it closes those beyond as soon as they come
public record NetConfig(
        int eventLoops,
        int backlog,
        Duration idle,
        int maxBytesInFlight,
        int maxBlockingCalls,
        int writeHighWater,
        int maxConnections) {

    public static final NetConfig STANDARD = new NetConfig(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
            1024,
            Duration.ofMinutes(2),
            64 * 1024 * 1024,
            10_000,
            8 * 1024 * 1024,
            10_000);

    public NetConfig {
        if (eventLoops < 1 || backlog < 1 || maxBytesInFlight < 1 || maxBlockingCalls < 1 || writeHighWater < 1
                || maxConnections < 1) {
            throw new IllegalArgumentException("network limits must be positive");
        }
    }
}
