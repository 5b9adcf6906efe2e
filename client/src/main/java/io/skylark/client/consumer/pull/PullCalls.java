package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.GroupConfig;
import io.skylark.client.consumer.group.MemberState;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Answers what tools ask of a pull consumer.
final class PullCalls implements ConsumerCalls.Target {
    private final String group;
    private final MemberState state;

    PullCalls(ClientSession session, GroupConfig config, Assignment assignment, long version) {
        this.group = config.group();
        this.state = new MemberState(session, config, assignment, version);
    }

    @Override
    public void move(Map<MessageQueue, Long> offsets) {
        state.move(offsets);
    }

    @Override
    public Map<MessageQueue, Long> offsets(String topic) {
        return state.offsets(topic);
    }

    @Override
    public CompletableFuture<ClientCalls.Running> describe(boolean stacks) {
        return CompletableFuture.completedFuture(state.running(
                null, state.queues(queue -> false, queue -> 0), state.properties(false, 0), Map.of()));
    }

    @Override
    public CompletableFuture<ClientCalls.Consumed> consume(EncodedMessage message, String brokerName) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("group " + group + " has no listener: it pulls"));
    }
}
