package io.skylark.client.admin;

import io.skylark.client.session.ClientSession;

/// Looks at a cluster and changes it, from [io.skylark.client.SkylarkClient#admin()]. Works with every broker: what one
/// does not offer is worked out from what it offers, and what cannot be is refused with what is missing.
///
/// Calls block and ask anew each time; each has a twin that ends in `Async` and does not wait, except those of
/// operators. At most 8 of these are carried out at a time; what depends on their results runs on a thread of theirs and
/// may block. All failures are [io.skylark.client.error.SkylarkException]s.
public final class Admin {
    private final Servers servers;

    /// Internal to the client.
    @SuppressWarnings("exports")
    public Admin(ClientSession session) {
        this(new Servers(session, Scope.everywhere()));
    }

    private Admin(Servers servers) {
        this.servers = servers;
    }

    /// The same, for some of the brokers: what is created, changed, deleted or listed, is there only.
    public Admin within(Scope scope) {
        return new Admin(new Servers(servers.session(), scope));
    }

    public TopicAdmin topics() {
        return new TopicAdmin(servers);
    }

    /// Consumer groups and how far they are.
    public GroupAdmin groups() {
        return new GroupAdmin(servers);
    }

    public ProducerAdmin producers() {
        return new ProducerAdmin(servers);
    }

    /// Brokers and name servers, and how they are.
    public ClusterAdmin cluster() {
        return new ClusterAdmin(servers);
    }

    /// Single brokers: settings and upkeep.
    public BrokerAdmin brokers() {
        return new BrokerAdmin(servers);
    }

    /// Name servers: settings, texts by key, write permissions.
    public NameServerAdmin nameServers() {
        return new NameServerAdmin(servers);
    }

    /// Single messages.
    public MessageAdmin messages() {
        return new MessageAdmin(servers);
    }

    /// Messages that groups gave up.
    public DeadLetterAdmin deadLetters() {
        return new DeadLetterAdmin(servers);
    }

    /// Messages that no consumer sees yet.
    public WaitingAdmin waiting() {
        return new WaitingAdmin(servers);
    }

    /// Conversations with single servers.
    public ServerCalls servers() {
        return new ServerCalls(servers);
    }
}
