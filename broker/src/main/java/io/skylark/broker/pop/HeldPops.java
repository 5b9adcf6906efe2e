package io.skylark.broker.pop;

import io.skylark.net.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The pops that wait, by what they wait for: new messages wake them through the queues of the log, everything else
/// through here. Shared: concurrent maps; each pop belongs to its connection's event loop.
final class HeldPops implements PopService.PopWaker {
    private record Subject(String group, String topic) {}

    private final PopService service;
    private final PopAlarm alarm;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Subject, Set<HeldPop>> bySubject = new ConcurrentHashMap<>();

    /// When the earliest alarm of a queue rings, ms.
    private final Map<PopQueue, Long> armed = new ConcurrentHashMap<>();

    /// The pops of one connection; they end with it. Owned by its event loop.
    private static final class OfConnection {
        private final Set<HeldPop> pops = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean closed;

        private OfConnection(Connection connection) {
            connection.onClose(() -> {
                closed = true;
                List.copyOf(pops).forEach(HeldPop::drop);
            });
        }
    }

    HeldPops(PopService service, PopAlarm alarm) {
        this.service = service;
        this.alarm = alarm;
    }

    PopService service() {
        return service;
    }

    int count() {
        return count.get();
    }

    int count(String group, String topic) {
        return bySubject.getOrDefault(new Subject(group, topic), Set.of()).size();
    }

    /// False when too many are held already. Otherwise the pop is answered, or dropped with its connection, later.
    boolean hold(
            PopAsk ask, Connection connection, Duration limit, HeldPop.Attempt attempt, Runnable onTimeOut) {
        if (count.incrementAndGet() > service.limits().maxHeld()) {
            count.decrementAndGet();
            return false;
        }
        HeldPop pop = new HeldPop(this, ask, connection, attempt, onTimeOut);
        connection.execute(() -> {
            OfConnection mine = connection.memo(OfConnection.class, OfConnection::new);
            if (mine.closed) {
                count.decrementAndGet();
                return;
            }
            mine.pops.add(pop);
            bySubject.compute(new Subject(ask.group(), ask.topic()), (subject, existing) -> {
                Set<HeldPop> pops = existing == null ? ConcurrentHashMap.newKeySet() : existing;
                pops.add(pop);
                return pops;
            });
            pop.hold(limit);
        });
        return true;
    }

    void remove(HeldPop pop, Connection connection) {
        connection.memo(OfConnection.class, OfConnection::new).pops.remove(pop);
        bySubject.computeIfPresent(new Subject(pop.ask().group(), pop.ask().topic()), (subject, pops) -> {
            pops.remove(pop);
            return pops.isEmpty() ? null : pops;
        });
        count.decrementAndGet();
    }

    @Override
    public void changed(PopQueue queue, boolean now) {
        Set<HeldPop> waiting = bySubject.get(new Subject(queue.key().group(), queue.key().topic()));
        if (waiting != null) {
            if (now) {
                waiting.forEach(HeldPop::wake);
            }
            arm(queue);
        }
    }

    /// Sees to it that what comes back of these queues wakes who waits.
    void arm(PopAsk ask) {
        for (int i = 0; i < ask.queues(); i++) {
            PopQueue queue = service.table().find(ask.key(i));
            if (queue != null) {
                arm(queue);
            }
        }
    }

    private void arm(PopQueue queue) {
        long now = service.table().times().now();
        long deadline = queue.nextDeadline(now);
        if (deadline == Long.MAX_VALUE) {
            return;
        }
        boolean[] isNew = new boolean[1];
        armed.compute(queue, (key, before) -> {
            isNew[0] = before == null || before > deadline;
            return isNew[0] ? Long.valueOf(deadline) : before;
        });
        if (isNew[0]) {
            alarm.after(Math.max(1, deadline - now), () -> {
                armed.remove(queue, deadline);
                changed(queue, queue.anyDue(service.table().times().now()));
            });
        }
    }
}
