package io.skylark.broker.reset;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.TimeBound;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.Language;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The older way to move a group, with the conditions and the words of RocketMQ: all its consumers are told where to go on,
/// and store the offsets themselves. Without consumers nothing is moved.
final class ConsumerMove {
    private final String brokerName;
    private final TopicTable topics;
    private final OffsetTable offsets;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;

    ConsumerMove(
            String brokerName,
            TopicTable topics,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            MessageStore messages) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.offsets = offsets;
        this.consumers = consumers;
        this.messages = messages;
    }

    /// @return where the consumers were told to go on
    Map<MessageQueue, Long> move(OffsetReset.Request request) {
        TopicConfig topic = topics.find(request.topic());
        if (topic == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "[reset-offset] reset offset failed, no topic in this broker. topic=" + request.topic());
        }
        Map<MessageQueue, Long> targets = new LinkedHashMap<>();
        for (int queueId = 0; queueId < topic.writeQueueNums(); queueId++) {
            targets.put(new MessageQueue(request.topic(), brokerName, queueId), target(request, queueId));
        }
        List<Member> members = members(request);
        boolean force = isForced(request);
        OffsetReset.Move move =
                new OffsetReset.Move(request.topic(), request.group(), request.timestamp(), force);
        for (Member member : members) {
            Object body = member.language() == Language.CPP ? list(targets) : new OffsetReset.Offsets(targets);
            member.connection().oneway(OffsetReset.MOVE.oneway(move, ByteBuffer.wrap(Json.encode(body))));
        }
        return targets;
    }

    /// Only with force a group is moved to where it has not been yet.
    private long target(OffsetReset.Request request, int queueId) {
        OptionalLong now = offsets.find(request.group(), request.topic(), queueId);
        if (now.isEmpty()) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "THe consumer group <" + request.group() + "> not exist");
        }
        long target = request.timestamp() == -1
                ? messages.maxOffset(request.topic(), queueId)
                : messages.offsetByTime(request.topic(), queueId, request.timestamp(), TimeBound.LOWER);
        return isForced(request) ? target : Math.min(target, now.getAsLong());
    }

    private static boolean isForced(OffsetReset.Request request) {
        return Boolean.TRUE.equals(request.isForce());
    }

    private List<Member> members(OffsetReset.Request request) {
        OnlineGroup online = consumers.find(request.group());
        List<Member> members = online == null ? List.of() : online.members();
        if (members.isEmpty()) {
            throw new RequestFailure(
                    ResponseCode.CONSUMER_NOT_ONLINE,
                    "Consumer not online, so can not reset offset, Group: " + request.group() + " Topic: "
                            + request.topic() + " Timestamp: " + request.timestamp());
        }
        for (Member member : members) {
            if (member.version() < Version.V3_0_7) {
                throw new RequestFailure(
                        ResponseCode.SYSTEM_ERROR,
                        "the client does not support this feature. version=" + member.version());
            }
        }
        return members;
    }

    private static OffsetReset.OffsetList list(Map<MessageQueue, Long> targets) {
        return new OffsetReset.OffsetList(targets.entrySet().stream()
                .map(target -> new OffsetReset.QueueOffset(
                        target.getKey().brokerName(), target.getKey().topic(), target.getKey().queueId(),
                        target.getValue()))
                .toList());
    }
}
