package io.skylark.broker.pop;

import io.skylark.net.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The event loop of a real connection.
record ConnectionLoop(Connection connection) implements PopLoop {
    /// The pops of one connection; they end with it. Owned by its event loop.
    private static final class Pops {
        private final Set<HeldPop> pops = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean closed;

        private Pops(Connection connection) {
            connection.onClose(() -> {
                closed = true;
                List.copyOf(pops).forEach(HeldPop::drop);
            });
        }
    }

    @Override
    public void execute(Runnable action) {
        connection.execute(action);
    }

    @Override
    public Runnable schedule(Runnable action, Duration delay) {
        return connection.schedule(action, delay);
    }

    @Override
    public boolean join(HeldPop pop) {
        Pops mine = connection.memo(Pops.class, Pops::new);
        return !mine.closed && mine.pops.add(pop);
    }

    @Override
    public void leave(HeldPop pop) {
        connection.memo(Pops.class, Pops::new).pops.remove(pop);
    }
}
