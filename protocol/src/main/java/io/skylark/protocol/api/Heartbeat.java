package io.skylark.protocol.api;

import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import io.skylark.protocol.wire.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client says which groups it belongs to and what they subscribe to, every 30 s; and says good-bye.
public final class Heartbeat {
    /// The body of a heartbeat is a [Data].
    public static final Api<Empty, Answer> API = Api.of(34, Empty.class, Answer.class);

    public static final Api<Unregister, Empty> UNREGISTER = Api.of(35, Unregister.class, Empty.class);

    /// Whether a subscription could be used; the body of the request is a [Proposal].
    public static final Api<Empty, Empty> CHECK = Api.of(46, Empty.class, Empty.class);

    private Heartbeat() {}

    /// `heartbeatFingerprint` is not 0, and `withoutSub` true, when subscriptions were sent before and left out now.
    public record Data(
            String clientID,
            Set<Producer> producerDataSet,
            Set<Consumer> consumerDataSet,
            int heartbeatFingerprint,
            boolean withoutSub) {}

    public record Producer(String groupName) {}

    public record Consumer(
            String groupName,
            @Nullable ConsumeType consumeType,
            @Nullable MessageModel messageModel,
            @Nullable ConsumeFrom consumeFromWhere,
            Set<SubscriptionData> subscriptionDataSet,
            boolean unitMode) {}

    /// `subChange` true asks for a full heartbeat.
    public record Answer(
            @Wire("IS_SUPPORT_HEART_BEAT_V2") boolean supportsV2, @Wire("IS_SUB_CHANGE") boolean subChange)
            implements ResponseHeader {}

    public record Unregister(String clientID, @Nullable String producerGroup, @Nullable String consumerGroup)
            implements RequestHeader {}

    public record Proposal(
            @Nullable String clientId,
            @Nullable String group,
            @Nullable SubscriptionData subscriptionData,
            @Nullable String namespace) {}
}
