package io.skylark.client.route;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Which brokers senders should rather pass over for a while: those that failed, and those that were slow. When all are
/// in such a state it makes no difference. Shared by all senders.
public final class BrokerHealth {
    /// The first pause after a failure; it doubles with each failure after a pause.
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// An answer that took longer counts as slow.
    static final Duration SLOW = Duration.ofMillis(500);

    /// How much longer than its slow answer a broker is passed over.
    private static final int SLOW_FACTOR = 10;

    /// @param failures in a row, each after the pause of the one before
    private record State(int failures, long untilNanos) {}

    private final LongSupplier nanoClock;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    public BrokerHealth(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    public void answered(String broker, Duration latency) {
        if (latency.compareTo(SLOW) > 0) {
            states.put(broker, new State(0, until(latency.multipliedBy(SLOW_FACTOR))));
        } else if (!states.isEmpty()) {
            states.computeIfPresent(broker, (name, state) ->
                    state.failures == 0 && lasts(state) ? state : null);
        }
    }

    /// Failures during the pause are of sends that were under way when it began: many at a time say no more than one.
    public void failed(String broker) {
        states.compute(broker, (name, state) -> {
            if (state != null && state.failures > 0 && lasts(state)) {
                return state;
            }
            int failures = state == null ? 1 : state.failures + 1;
            Duration pause = failures > 5 ? LONGEST_PAUSE : FIRST_PAUSE.multipliedBy(1L << (failures - 1));
            return new State(failures, until(pause));
        });
    }

    private long until(Duration pause) {
        Duration limited = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return nanoClock.getAsLong() + limited.toNanos();
    }

    /// Whether another broker should be chosen, if there is one.
    public boolean isAvoided(String broker) {
        State state = states.isEmpty() ? null : states.get(broker);
        return state != null && lasts(state);
    }

    private boolean lasts(State state) {
        return state.untilNanos - nanoClock.getAsLong() > 0;
    }
}
