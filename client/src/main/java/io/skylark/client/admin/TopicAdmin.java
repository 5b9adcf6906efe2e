package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.route.NameServers;
import io.skylark.client.session.ClientSession;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Creates, deletes and lists topics.
public final class TopicAdmin {
    private static final long MASTER = 0;

    private final ClientSession session;

    /// Internal to the client.
    public TopicAdmin(ClientSession session) {
        this.session = session;
    }

    /// Creates a topic on every broker of every cluster, or changes its queue count where it exists.
    ///
    /// @param queues on each broker
    /// @throws SkylarkException when a broker refuses it or cannot be reached; others may have it already
    public void create(String topic, int queues) {
        String fault = TopicNames.topicFault(topic);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
        Command request = Topics.CREATE.request(new Topics.Create(
                topic, TopicNames.AUTO_CREATE, queues, queues, Permission.READ | Permission.WRITE, "SINGLE_TAG",
                0, false, null));
        for (String broker : masters()) {
            demand("Creating topic " + topic, broker, request);
        }
    }

    /// Deletes a topic with its messages, on every broker and at every name server.
    public void delete(String topic) {
        for (String broker : masters()) {
            demand("Deleting topic " + topic, broker, Topics.DELETE_IN_BROKER.request(new Topics.Delete(topic, null)));
        }
        Command request = Topics.DELETE_IN_NAME_SERVER.request(new Topics.Delete(topic, null));
        for (String nameServer : session.nameServers().addresses()) {
            demand("Deleting topic " + topic, nameServer, request);
        }
    }

    /// The names of all topics, the system's own among them.
    public SortedSet<String> list() {
        Command answer = askNameServer("The list of topics", Topics.LIST_AT_NAME_SERVER.request(Empty.EMPTY));
        return new TreeSet<>(Json.decode(answer.body(), TopicList.class).topicList());
    }

    private List<String> masters() {
        Command answer = askNameServer("The list of brokers", Route.OF_CLUSTER.request(Empty.EMPTY));
        Route.Cluster cluster = Json.decode(answer.body(), Route.Cluster.class);
        List<String> masters = new ArrayList<>();
        cluster.brokerAddrTable().values().forEach(broker -> {
            Map<Long, String> addresses = broker.brokerAddrs();
            if (addresses.containsKey(MASTER)) {
                masters.add(addresses.get(MASTER));
            }
        });
        if (masters.isEmpty()) {
            throw new UnreachableException("No broker is registered at " + session.nameServers().addresses(), null,
                    "Start a broker", null);
        }
        return masters;
    }

    private Command askNameServer(String what, Command request) {
        NameServers.Answer answer = session.nameServers().call(request);
        if (answer.command().code() != ResponseCode.SUCCESS) {
            throw RefusedException.of(what, answer.server(), answer.command());
        }
        return answer.command();
    }

    private void demand(String what, String server, Command request) {
        var unused = session.pool().demand(what, server, request, session.config().requestTimeout());
    }
}
