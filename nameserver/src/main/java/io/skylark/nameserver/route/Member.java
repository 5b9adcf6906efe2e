package io.skylark.nameserver.route;

import java.util.List;

/// One address of a broker. Immutable but for its lease.
record Member(long id, BrokerAddress address, String haServer, List<String> filterServers, Lease lease) {
    boolean isLocal() {
        return lease.isLocal();
    }
}
