package io.skylark.server.config;

/// One setting that has an effect.
///
/// @param name as in a RocketMQ configuration file
/// @param standard what it is when nobody sets it, as text; empty when that is decided at run time
/// @param meaning one line for people
/// @param form how its text becomes a value
/// @param reach from when on it can be changed
/// @param insteadOf our own key that says the same, for a key of RocketMQ that is translated; empty for all others
public record Key<T>(String name, String standard, String meaning, Form<T> form, Reach reach, String insteadOf) {

    /// A key that holds from the next start on.
    Key(String name, String standard, String meaning, Form<T> form) {
        this(name, standard, meaning, form, Reach.RESTART, "");
    }

    Key<T> reach(Reach other) {
        return new Key<>(name, standard, meaning, form, other, insteadOf);
    }

    Key<T> live() {
        return reach(Reach.LIVE);
    }

    /// Never over the network.
    Key<T> fixed() {
        return reach(Reach.RESTART_FROM_FILE);
    }

    /// A key of RocketMQ for what `other` says in our words.
    Key<T> meaning(Key<?> other) {
        return new Key<>(name, standard, meaning, form, reach, other.name());
    }
}
