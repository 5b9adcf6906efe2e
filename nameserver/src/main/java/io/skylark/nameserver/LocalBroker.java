package io.skylark.nameserver;

import io.skylark.nameserver.route.BrokerAddress;

/// A broker in the process of the name server.
///
/// @param id 0 for the broker of this name that takes writes
public record LocalBroker(String cluster, String name, long id, BrokerAddress address) {}
