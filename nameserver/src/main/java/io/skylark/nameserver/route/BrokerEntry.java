package io.skylark.nameserver.route;

import io.skylark.protocol.body.BrokerData;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A broker with all its addresses, by id. Immutable.
record BrokerEntry(
        String name, String cluster, boolean actsAsMaster, @Nullable String zone, SortedMap<Long, Member> members) {

    static final long MASTER = 0;

    BrokerEntry {
        members = Collections.unmodifiableSortedMap(members);
    }

    BrokerEntry withMembers(SortedMap<Long, Member> others) {
        return new BrokerEntry(name, cluster, actsAsMaster, zone, others);
    }

    @Nullable Member master() {
        return members.get(MASTER);
    }

    /// As it is answered to a client that reached this process at `dialled`.
    BrokerData seenFrom(InetAddress dialled) {
        Map<Long, String> addresses = new TreeMap<>();
        members.forEach((id, member) -> addresses.put(id, member.address().seenFrom(dialled)));
        return new BrokerData(cluster, name, addresses, actsAsMaster, zone);
    }
}
