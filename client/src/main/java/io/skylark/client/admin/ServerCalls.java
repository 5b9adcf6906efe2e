package io.skylark.client.admin;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.TopicRoute;
import java.time.Duration;
import java.util.List;

/// Conversations with one server each, for tools that show what exactly a server says. Blocks; all failures are
/// [SkylarkException]s.
public final class ServerCalls {
    private final Servers servers;

    ServerCalls(Servers servers) {
        this.servers = servers;
    }

    /// Addresses of the name servers of this client, `host:port` each.
    public List<String> nameServers() {
        return servers.session().nameServers().addresses();
    }

    /// Asks one server; the answer has whatever code it has.
    public Command ask(String server, Command request) {
        return servers.call(server, request);
    }

    /// As [#ask(String, Command)], for answers that take longer than usual.
    public Command ask(String server, Command request, Duration timeout) {
        return servers.session().pool().call(server, request, timeout);
    }

    /// Asks one server, which has to say yes.
    ///
    /// @param what the call in plain words, for the exception
    /// @throws SkylarkException when it says anything else
    public Command demand(String what, String server, Command request) {
        return servers.demand(what, server, request);
    }

    /// As [#demand(String, String, Command)], of a name server that answers.
    public Command demand(String what, Command request) {
        return servers.askNameServer(what, request);
    }

    /// Sends a request that is not answered.
    public void tell(String server, Command request) {
        ConnectionPool.outcome(servers.session().pool().oneway(server, request));
    }

    /// All brokers as a name server knows them.
    public Route.Cluster cluster() {
        return servers.cluster();
    }

    /// @throws TopicNotFoundException when there is no such topic
    public TopicRoute route(String topic) {
        return servers.route(topic);
    }
}
