package io.skylark.broker.order;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The lock of one queue in one group. Guarded by the monitor of its table.
final class QueueLock {
    /// Who holds it as the log has it; null for nobody.
    private @Nullable String stored;

    /// In the order in which the log gets them; almost always none.
    private final List<LockChange> onTheirWay = new ArrayList<>(0);

    private CompletableFuture<Void> lastChange = CompletableFuture.completedFuture(null);
    private long renewed;

    @Nullable String stored() {
        return stored;
    }

    /// Who holds it once all changes on their way to the log are stored.
    private @Nullable String holder() {
        return onTheirWay.isEmpty() ? stored : onTheirWay.getLast().holder();
    }

    /// Whether this client holds it, and whatever the log gets of what is on its way, it still does.
    boolean isSurelyOf(String clientId) {
        return clientId.equals(stored)
                && onTheirWay.stream().allMatch(change -> clientId.equals(change.holder()));
    }

    boolean isOf(String clientId) {
        return clientId.equals(holder());
    }

    boolean isFreeFor(String clientId, long now) {
        return holder() == null || isOf(clientId) || isExpired(now);
    }

    /// Held by somebody who renews it.
    boolean isAlive(long now) {
        return holder() != null && !isExpired(now);
    }

    /// Not while it changes: who gets it renews it with that.
    private boolean isExpired(long now) {
        return onTheirWay.isEmpty() && now - renewed > QueueLockTable.LIFETIME.toMillis();
    }

    /// Held by somebody who does not renew it.
    boolean isForgotten(long now) {
        return holder() != null && isExpired(now);
    }

    /// Nobody holds or wants it.
    boolean isEmpty() {
        return stored == null && onTheirWay.isEmpty();
    }

    void renew(long now) {
        renewed = now;
    }

    /// It was renewed then, or later: its client may have asked again while a change was on its way.
    void renewedAt(long time) {
        renewed = Math.max(renewed, time);
    }

    /// A change goes to the log.
    void change(LockChange change) {
        onTheirWay.add(change);
    }

    /// The last change completes this.
    void changing(CompletableFuture<Void> stored) {
        lastChange = stored;
    }

    CompletableFuture<Void> lastChange() {
        return lastChange;
    }

    /// The log has it.
    void apply(@Nullable String to) {
        stored = to;
    }

    /// A change, this very object, is stored, or refused for good.
    @SuppressWarnings("ReferenceEquality") // the same client may be decided on twice
    void settle(LockChange settled) {
        onTheirWay.removeIf(change -> change == settled);
    }
}
