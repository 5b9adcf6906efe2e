package io.skylark.client.consumer.group;

import io.skylark.client.consumer.OffsetStore;
import io.skylark.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// What a member works with.
///
/// @param offsets the brokers, or the member's own store
/// @param version of the subscriptions, ms
public record GroupAccess(
        GroupConfig config,
        GroupBrokers brokers,
        Offsets offsets,
        CoordinatorThread coordinator,
        Locks locks,
        long version) {

    /// Connects to nothing yet.
    ///
    /// @param store where offsets are kept; null for the brokers
    /// @param ordered whether a queue is consumed only under a lock
    public static GroupAccess of(
            ClientSession session, GroupConfig config, @Nullable OffsetStore store, boolean ordered) {
        long version = session.clock().millis();
        GroupBrokers brokers = new RemoteGroup(session, config, version);
        return new GroupAccess(
                config,
                brokers,
                store == null ? brokers : Offsets.in(store, config.group()),
                new CoordinatorThread("skylark-consumer-" + config.group()),
                new Locks(ordered, brokers, session.nanoClock()),
                version);
    }

    /// What can be asked of brokers without being a member.
    public static GroupBrokers brokers(ClientSession session, GroupConfig config) {
        return new RemoteGroup(session, config, 0);
    }

    /// As this, and the member stores no offsets by itself.
    public GroupAccess storingNothing() {
        return new GroupAccess(config, brokers, Offsets.readOnly(offsets), coordinator, locks, version);
    }
}
