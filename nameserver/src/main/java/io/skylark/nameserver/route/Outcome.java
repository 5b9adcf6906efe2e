package io.skylark.nameserver.route;

import org.jspecify.annotations.Nullable;

/// What became of a registration.
public sealed interface Outcome {
    /// Taken.
    ///
    /// @param isNew whether this broker was not there before
    /// @param master the master of a broker that is none, when it is there
    record Accepted(boolean isNew, @Nullable Master master) implements Outcome {}

    /// Where a replica finds its master.
    record Master(BrokerAddress address, String haServer) {}

    /// A newer broker holds the same name and id; nothing was changed. The broker is not told, as in RocketMQ.
    record Outdated() implements Outcome {}

    /// Not taken, for the reason that is answered.
    record Refused(String why) implements Outcome {}
}
