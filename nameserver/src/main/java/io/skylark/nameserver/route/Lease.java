package io.skylark.nameserver.route;

import io.skylark.protocol.body.DataVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How long a registration holds. Guarded by the lock of [RouteTable].
final class Lease {
    private DataVersion version;
    private long heardNanos;
    private long timeoutNanos;
    private @Nullable Origin origin;

    Lease(Announcement announcement, long nowNanos) {
        version = announcement.version();
        renew(announcement, nowNanos);
    }

    void renew(Announcement announcement, long nowNanos) {
        version = announcement.version();
        timeoutNanos = announcement.timeout().toNanos();
        origin = announcement.origin();
        heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    DataVersion version() {
        return version;
    }

    @Nullable Origin origin() {
        return origin;
    }

    boolean cameOver(Origin other) {
        return Objects.equals(origin, other);
    }

    boolean isLocal() {
        return origin == null;
    }

    boolean isOver(long nowNanos) {
        return origin != null && nowNanos - heardNanos > timeoutNanos;
    }
}
