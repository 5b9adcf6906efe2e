package io.skylark.broker.config;

import io.skylark.protocol.body.Permission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Whether producers may send to a broker. One that loses its write permission says so to its name servers at once, but
/// clients hear of it only when they next ask for routes, and not every send that is refused goes to another broker by
/// itself: one to a certain queue does not, nor an asynchronous one. So what still comes is taken for [#GRACE].
///
/// Shared: one volatile field.
public final class WriteGate {
    /// Clients ask for routes every 30 s.
    public static final Duration GRACE = Duration.ofSeconds(35);

    private static final long NEVER = Long.MAX_VALUE;

    private final InstantSource clock;
    private volatile long shutFrom;

    /// @param permission of the broker at its start; nobody has heard then that it takes messages
    public WriteGate(int permission, InstantSource clock) {
        this.clock = clock;
        this.shutFrom = Permission.isWriteable(permission) ? NEVER : 0;
    }

    /// Takes another permission of the broker. One thread at a time.
    public void change(int permission) {
        if (Permission.isWriteable(permission)) {
            shutFrom = NEVER;
        } else if (shutFrom == NEVER) {
            shutFrom = clock.millis() + GRACE.toMillis();
        }
    }

    /// Whether the broker has the permission.
    public boolean isOpen() {
        return shutFrom == NEVER;
    }

    /// Whether sends are refused.
    public boolean isShut() {
        long from = shutFrom;
        return from != NEVER && clock.millis() >= from;
    }

    /// How long sends are still taken; empty when they are taken for good.
    public Optional<Duration> shutsIn() {
        long from = shutFrom;
        return from == NEVER
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, from - clock.millis())));
    }
}
