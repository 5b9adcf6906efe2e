package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The broker decides which member of a group consumes which queues, and whether it pulls or pops. Bodies are JSON.
public final class Assignments {
    public static final Api<Empty, Empty> QUERY = Api.of(400, Empty.class, Empty.class);
    public static final Api<Empty, Empty> SET_MODE = Api.of(401, Empty.class, Empty.class);

    private Assignments() {}

    /// How a queue is consumed.
    public enum Mode { PULL, POP }

    public record Query(
            String topic,
            String consumerGroup,
            String clientId,
            @Nullable String strategyName,
            @Nullable MessageModel messageModel) {}

    public record Answer(@Nullable List<Assignment> messageQueueAssignments) {}

    /// A queue id of -1 stands for all queues of the broker.
    public record Assignment(MessageQueue messageQueue, Mode mode, @Nullable Map<String, String> attachments) {}

    /// With `popShareQueueNum` of 0 or less every member pops all queues, else each pops its own and those of so many
    /// others.
    public record SetMode(String topic, String consumerGroup, @Nullable Mode mode, int popShareQueueNum) {}
}
