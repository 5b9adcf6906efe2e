package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import java.util.Set;

/// Locks of queues for ordered consumption. The body of both requests is [Request], of the lock's answer [Locked].
public final class QueueLocks {
    public static final Api<Empty, Empty> LOCK = Api.of(41, Empty.class, Empty.class);
    public static final Api<Empty, Empty> UNLOCK = Api.of(42, Empty.class, Empty.class);

    private QueueLocks() {}

    public record Request(String clientId, String consumerGroup, Set<MessageQueue> mqSet, boolean onlyThisBroker) {}

    /// The queues that the client holds now.
    public record Locked(Set<MessageQueue> lockOKMQSet) {}
}
