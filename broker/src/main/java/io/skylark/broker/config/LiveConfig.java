package io.skylark.broker.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/// The settings of a broker as they are now. Features that read a setting which may change while the broker runs ask here
/// each time; the others keep their [BrokerConfig].
///
/// Shared: reading is one volatile read; one thread at a time changes.
public final class LiveConfig {
    private final List<Derived<?>> derived = new CopyOnWriteArrayList<>();
    private volatile BrokerConfig now;

    public LiveConfig(BrokerConfig first) {
        this.now = first;
    }

    public BrokerConfig now() {
        return now;
    }

    /// What `make` makes of the settings, made anew only when they change: for busy ways. Lives as long as this object.
    public <T> Supplier<T> derive(Function<BrokerConfig, T> make) {
        Derived<T> made = new Derived<>(make, now);
        derived.add(made);
        return made;
    }

    /// From here on `next` holds, as far as [BrokerConfig#live] allows.
    public synchronized void change(BrokerConfig next) {
        BrokerConfig changed = now.live(next);
        now = changed;
        derived.forEach(value -> value.renew(changed));
    }

    private static final class Derived<T> implements Supplier<T> {
        private final Function<BrokerConfig, T> make;
        private volatile T value;

        private Derived(Function<BrokerConfig, T> make, BrokerConfig config) {
            this.make = make;
            this.value = make.apply(config);
        }

        private void renew(BrokerConfig config) {
            value = make.apply(config);
        }

        @Override
        public T get() {
            return value;
        }
    }
}
