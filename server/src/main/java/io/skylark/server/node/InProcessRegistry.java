package io.skylark.server.node;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.nameserver.LocalBroker;
import io.skylark.nameserver.NameServer;
import io.skylark.nameserver.route.BrokerAddress;
import io.skylark.protocol.body.QueueData;
import java.util.List;

/// The name server of the same process, as a broker sees it.
///
/// @param broker clients are told the host that they dialled themselves, unless one is configured here
record InProcessRegistry(NameServer nameServer, BrokerConfig broker) implements RouteRegistry {
    @Override
    public void register(Announcement announcement) {
        nameServer.registerLocal(local(announcement), announcement.version(), announcement.topics());
    }

    @Override
    public void unregister(Announcement announcement) {
        nameServer.unregisterLocal(local(announcement));
    }

    private LocalBroker local(Announcement announcement) {
        BrokerAddress address = broker.advertisedHost().isPresent()
                ? BrokerAddress.fixed(announcement.address())
                : BrokerAddress.dialled(broker.listenPort());
        return new LocalBroker(
                announcement.clusterName(), announcement.brokerName(), announcement.brokerId(), address);
    }

    @Override
    public List<QueueData> queues(String topic) {
        return nameServer.queues(topic);
    }

    /// The name server is closed by who started it.
    @Override
    public void close() {}
}
