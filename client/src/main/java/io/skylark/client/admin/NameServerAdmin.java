package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.KvConfig;
import io.skylark.protocol.api.NameServerSettings;
import io.skylark.protocol.api.WritePermission;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Settings of name servers, the texts that they keep by namespace and key, and which brokers they let clients write to.
/// What changes something is done at all name servers of this client, as they do not tell each other. All calls throw a
/// [SkylarkException] when one refuses or does not answer.
public final class NameServerAdmin {
    private final Servers servers;

    NameServerAdmin(Servers servers) {
        this.servers = servers;
    }

    public List<String> addresses() {
        return servers.session().nameServers().addresses();
    }

    /// What one runs with, by key.
    public SortedMap<String, String> settings(String address) {
        Command answer = servers.demand(
                "Reading the settings of the name server", address, NameServerSettings.READ.request(Empty.EMPTY));
        return PropertiesText.read(answer.body());
    }

    /// Changes settings while they run; those that are not named stay.
    ///
    /// @return what servers remark, by address, such as that one is not known, or holds from the next start on
    public Map<String, String> change(Map<String, String> settings) {
        Command request = NameServerSettings.UPDATE.request(Empty.EMPTY, PropertiesText.write(settings));
        Map<String, String> remarks = new TreeMap<>();
        for (String address : addresses()) {
            String remark = servers.demand("Changing the settings of the name server", address, request).remark();
            if (remark != null && !remark.isBlank()) {
                remarks.put(address, remark);
            }
        }
        return remarks;
    }

    private void atEach(String what, Command request) {
        addresses().forEach(address -> servers.demand(what, address, request));
    }

    /// The text of a key; empty when there is none.
    public Optional<String> text(String namespace, String key) {
        Command request = KvConfig.GET.request(new KvConfig.Key(namespace, key));
        String address = addresses().get(0);
        Command answer = servers.call(address, request);
        return switch (answer.code()) {
            case ResponseCode.SUCCESS -> Optional.ofNullable(KvConfig.GET.decodeResponse(answer).value());
            case ResponseCode.QUERY_NOT_FOUND -> Optional.empty();
            default -> throw RefusedException.of("Reading key " + key, address, request, answer);
        };
    }

    /// All texts of a namespace, by key.
    public SortedMap<String, String> texts(String namespace) {
        Command request = KvConfig.LIST.request(new KvConfig.Namespace(namespace));
        String address = addresses().get(0);
        Command answer = servers.call(address, request);
        return switch (answer.code()) {
            case ResponseCode.SUCCESS ->
                new TreeMap<>(Json.decode(answer.body(), KeyValueTable.class).table());
            case ResponseCode.QUERY_NOT_FOUND -> new TreeMap<>();
            default -> throw RefusedException.of("Reading namespace " + namespace, address, request, answer);
        };
    }

    public void putText(String namespace, String key, String value) {
        atEach("Storing key " + key, KvConfig.PUT.request(new KvConfig.Put(namespace, key, value)));
    }

    /// Nothing happens when there is no such key.
    public void deleteText(String namespace, String key) {
        atEach("Deleting key " + key, KvConfig.DELETE.request(new KvConfig.Key(namespace, key)));
    }

    /// Tells clients to write elsewhere, until the broker is given writes again or registers other topics.
    ///
    /// @return topics that this changed, by name server
    public SortedMap<String, Integer> takeWrites(String brokerName) {
        Command request = WritePermission.WIPE.request(new WritePermission.Broker(brokerName));
        SortedMap<String, Integer> topics = new TreeMap<>();
        addresses().forEach(address -> topics.put(address, WritePermission.WIPE.decodeResponse(
                servers.demand("Taking writes from " + brokerName, address, request)).wipeTopicCount()));
        return topics;
    }

    /// Lets clients write to a broker again.
    ///
    /// @return as [#takeWrites(String)]
    public SortedMap<String, Integer> giveWrites(String brokerName) {
        Command request = WritePermission.ADD.request(new WritePermission.Broker(brokerName));
        SortedMap<String, Integer> topics = new TreeMap<>();
        addresses().forEach(address -> topics.put(address, WritePermission.ADD.decodeResponse(
                servers.demand("Giving writes to " + brokerName, address, request)).addTopicCount()));
        return topics;
    }
}
