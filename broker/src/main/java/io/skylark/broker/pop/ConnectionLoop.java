package io.skylark.broker.pop;

import io.skylark.net.Connection;
import io.skylark.net.Exchange;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The event loop of a real connection, for the pop of one exchange.
record ConnectionLoop(Exchange exchange) implements PopLoop {
    /// The pops of one connection; they end with it, and are told to come again when the server stops. Owned by its event
    /// loop.
    private static final class Pops {
        private final Map<HeldPop, Exchange> pops = new HashMap<>();
        private boolean closed;

        private Pops(Connection connection) {
            connection.onClose(() -> {
                closed = true;
                Map.copyOf(pops).keySet().forEach(HeldPop::drop);
            });
            connection.onFarewell(() -> Map.copyOf(pops).forEach((pop, exchange) -> {
                pop.drop();
                exchange.reply(connection.goAway());
            }));
        }
    }

    private Connection connection() {
        return exchange.connection();
    }

    @Override
    public void execute(Runnable action) {
        connection().execute(action);
    }

    @Override
    public Runnable schedule(Runnable action, Duration delay) {
        return connection().schedule(action, delay);
    }

    @Override
    public boolean join(HeldPop pop) {
        if (connection().isGoingAway()) {
            exchange.reply(connection().goAway());
            return false;
        }
        Pops mine = connection().memo(Pops.class, Pops::new);
        return !mine.closed && mine.pops.putIfAbsent(pop, exchange) == null;
    }

    @Override
    public void leave(HeldPop pop) {
        connection().memo(Pops.class, Pops::new).pops.remove(pop);
    }
}
