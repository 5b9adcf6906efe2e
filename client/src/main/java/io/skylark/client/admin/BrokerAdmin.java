package io.skylark.client.admin;

import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.BrokerConfiguration;
import io.skylark.protocol.api.DeleteExpiredLog;
import io.skylark.protocol.api.Remainder;
import io.skylark.protocol.api.Upkeep;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Settings and upkeep of single brokers, each named by an address `host:port`. All calls throw a [SkylarkException]
/// when the broker refuses or does not answer.
public final class BrokerAdmin {
    private final Servers servers;

    BrokerAdmin(Servers servers) {
        this.servers = servers;
    }

    /// Addresses of the brokers that take writes, by name.
    ///
    /// @throws io.skylark.client.error.UnreachableException when there is none
    public SortedMap<String, String> masters() {
        return servers.masters();
    }

    /// What it runs with, by key.
    public SortedMap<String, String> settings(String address) {
        Command answer = servers.demand(
                "Reading the settings of the broker", address, BrokerConfiguration.READ.request(Empty.EMPTY));
        return PropertiesText.read(answer.body());
    }

    /// Changes settings while it runs; those that are not named stay.
    ///
    /// @return what it remarks, such as that one is not known, or holds from the next start on
    public Optional<String> change(String address, Map<String, String> settings) {
        Command answer = servers.demand("Changing the settings of the broker", address,
                BrokerConfiguration.UPDATE.request(Empty.EMPTY, PropertiesText.write(settings)));
        return Optional.ofNullable(answer.remark()).filter(remark -> !remark.isBlank());
    }

    /// What it still has to do before it can be stopped for good. Empty when it does not tell.
    public Optional<Remainder.Left> remainder(String address) {
        return servers.ifOffered("What is left on broker " + address, address, Remainder.API.request(Empty.EMPTY))
                .map(answer -> Json.decode(answer.body(), Remainder.Left.class));
    }

    /// Lets go of the queue indexes of messages that are gone.
    public void cleanExpiredQueues(String address) {
        servers.demand("Cleaning expired queues", address, Upkeep.CLEAN_QUEUES.request(Empty.EMPTY));
    }

    /// Lets go of what is left of topics that were deleted.
    public void cleanUnusedTopics(String address) {
        servers.demand("Cleaning unused topics", address, Upkeep.CLEAN_TOPICS.request(Empty.EMPTY));
    }

    /// Deletes the expired part of the log whatever the hour; it has begun when this returns.
    public void deleteExpiredLog(String address) {
        servers.demand("Deleting the expired log", address, DeleteExpiredLog.API.request(Empty.EMPTY));
    }
}
