package io.skylark.broker.pop;

import java.time.Duration;
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

    /// How many wait for a queue, or for any queue: they have one limit together.
    private final Map<PopKey, Integer> countByQueue = new ConcurrentHashMap<>();

    private final Map<Subject, Set<HeldPop>> bySubject = new ConcurrentHashMap<>();

    /// When the earliest alarm of a queue rings, ms.
    private final Map<PopQueue, Long> armed = new ConcurrentHashMap<>();

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
            PopAsk ask, PopLoop loop, Duration limit, HeldPop.Attempt attempt, Runnable onTimeOut) {
        if (!enter(ask)) {
            return false;
        }
        HeldPop pop = new HeldPop(this, ask, loop, attempt, onTimeOut);
        loop.execute(() -> {
            if (!loop.join(pop)) {
                exit(ask);
                return;
            }
            bySubject.compute(new Subject(ask.group(), ask.topic()), (subject, existing) -> {
                Set<HeldPop> pops = existing == null ? ConcurrentHashMap.newKeySet() : existing;
                pops.add(pop);
                return pops;
            });
            pop.hold(limit);
        });
        return true;
    }

    void remove(HeldPop pop) {
        bySubject.computeIfPresent(new Subject(pop.ask().group(), pop.ask().topic()), (subject, pops) -> {
            pops.remove(pop);
            return pops.isEmpty() ? null : pops;
        });
        exit(pop.ask());
    }

    private boolean enter(PopAsk ask) {
        if (count.incrementAndGet() > service.limits().maxHeld()) {
            count.decrementAndGet();
            return false;
        }
        if (countByQueue.merge(ask.waitsFor(), 1, Integer::sum) > service.limits().maxHeldPerQueue()) {
            exit(ask);
            return false;
        }
        return true;
    }

    private void exit(PopAsk ask) {
        countByQueue.computeIfPresent(ask.waitsFor(), (queue, waiting) -> waiting > 1 ? waiting - 1 : null);
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
