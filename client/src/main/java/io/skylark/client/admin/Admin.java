package io.skylark.client.admin;

import io.skylark.client.session.ClientSession;

/// Looks at a cluster and changes it, from [io.skylark.client.SkylarkClient#admin()]. Works with every broker: what one
/// does not offer is worked out from what it offers, and what cannot be is refused with what is missing.
///
/// Calls block and ask anew each time; each has a twin that ends in `Async` and does not wait. At most 8 of these are
/// carried out at a time; what depends on their results runs on a thread of theirs and may block. All failures are
/// [io.skylark.client.error.SkylarkException]s.
public final class Admin {
    private final Servers servers;

    /// Internal to the client.
    public Admin(ClientSession session) {
        this.servers = new Servers(session);
    }

    public TopicAdmin topics() {
        return new TopicAdmin(servers);
    }

    /// Consumer groups and how far they are.
    public GroupAdmin groups() {
        return new GroupAdmin(servers);
    }

    /// Brokers and name servers.
    public ClusterAdmin cluster() {
        return new ClusterAdmin(servers);
    }

    /// Single messages.
    public MessageAdmin messages() {
        return new MessageAdmin(servers);
    }
}
