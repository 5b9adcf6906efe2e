package io.skylark.nameserver.route;

import org.jspecify.annotations.Nullable;

/// A registration that has ended.
public record Lost(String brokerName, long id, BrokerAddress address, @Nullable Origin origin) {
    @Override
    public String toString() {
        return "broker " + brokerName + " (id " + id + ") at " + address;
    }
}
