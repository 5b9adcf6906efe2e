package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the groups of its topic did with a message, in the words of the original.
final class MessageTracks {
    private MessageTracks() {}

    static List<String> of(Call call, ReceivedMessage message) {
        String topic = message.stored().topic();
        List<String> tracks = new ArrayList<>();
        for (String group : TopicQuestions.groups(call, call.servers().route(topic), topic)) {
            String type;
            String problem = "null";
            try {
                type = type(call, group, message);
            } catch (IllegalArgumentException neverConsumed) {
                type = "UNKNOWN";
                problem = String.valueOf(neverConsumed.getMessage());
            } catch (SkylarkException unknown) {
                boolean absent = unknown.code() == ResponseCode.CONSUMER_NOT_ONLINE;
                type = absent ? "NOT_ONLINE" : "UNKNOWN";
                problem = absent
                        ? "CODE:" + unknown.code() + " DESC:the consumer group[" + group + "] not online"
                        : "CODE:" + unknown.code() + " DESC:" + unknown.getMessage();
            }
            tracks.add("MessageTrack [consumerGroup=" + group + ", trackType=" + type + ", exceptionDesc=" + problem
                    + "]");
        }
        return tracks;
    }

    private static String type(Call call, String group, ReceivedMessage message) {
        ConsumerGroup.Connections members = ConnectionCommands.connections(call, group);
        if (members.consumeType() == ConsumeType.CONSUME_ACTIVELY) {
            return "PULL";
        }
        if (members.messageModel() == MessageModel.BROADCASTING) {
            return "CONSUME_BROADCASTING";
        }
        String topic = message.stored().topic();
        ProgressCommands.Progress progress = ProgressCommands.of(call, group, Optional.of(topic), topic);
        ConsumerGroup.QueueProgress queue = progress.queues().get(
                new MessageQueue(topic, message.queue().brokerName(), message.stored().queueId()));
        if (queue == null || queue.consumerOffset() <= message.queueOffset()) {
            return "NOT_CONSUME_YET";
        }
        SubscriptionData wanted = members.subscriptionTable().get(topic);
        boolean filtered = wanted != null && wanted.isTagFilter() && !wanted.tagsSet().isEmpty()
                && !wanted.tagsSet().contains(message.tag());
        return filtered ? "CONSUMED_BUT_FILTERED" : "CONSUMED";
    }
}
