package io.skylark.client.admin;

import io.skylark.protocol.body.BrokerData;

/// Which brokers an operation is for.
public sealed interface Scope {
    record Everywhere() implements Scope {}

    /// The brokers of one cluster.
    record Cluster(String name) implements Scope {}

    /// One broker, by its name or an address of it.
    record Broker(String nameOrAddress) implements Scope {}

    static Scope everywhere() {
        return new Everywhere();
    }

    static Scope cluster(String name) {
        return new Cluster(name);
    }

    static Scope broker(String nameOrAddress) {
        return new Broker(nameOrAddress);
    }

    /// Whether a broker is meant.
    default boolean includes(BrokerData broker) {
        if (this instanceof Cluster cluster) {
            return broker.cluster().equals(cluster.name);
        }
        return !(this instanceof Broker one)
                || broker.brokerName().equals(one.nameOrAddress)
                || broker.brokerAddrs().containsValue(one.nameOrAddress);
    }

    /// As a sentence names it.
    default String text() {
        return this instanceof Cluster cluster ? "cluster " + cluster.name
                : this instanceof Broker one ? "broker " + one.nameOrAddress
                : "any cluster";
    }
}
