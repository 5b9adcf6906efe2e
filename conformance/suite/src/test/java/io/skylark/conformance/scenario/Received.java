package io.skylark.conformance.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// What a consumer was given, in the order in which it came. Written by the client's threads, read by the scenario's.
final class Received implements MessageListenerConcurrently {
    private final Queue<MessageExt> messages = new ConcurrentLinkedQueue<>();

    @Override
    public ConsumeConcurrentlyStatus consumeMessage(List<MessageExt> batch, ConsumeConcurrentlyContext context) {
        messages.addAll(batch);
        return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
    }

    List<MessageExt> messages() {
        return List.copyOf(messages);
    }

    /// The bodies as text, with repetitions.
    List<String> bodies() {
        return messages.stream().map(Received::text).toList();
    }

    Set<String> distinctBodies() {
        return messages.stream().map(Received::text).collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /// Waits until all of these were received, and asserts that nothing else and nothing twice was.
    void awaitExactly(Collection<String> bodies) {
        awaitAll(bodies, Limits.DELIVERY);
        assertThat(bodies()).containsExactlyInAnyOrderElementsOf(bodies);
    }

    /// Waits until all of these were received, others or repetitions allowed.
    void awaitAll(Collection<String> bodies, Duration limit) {
        Awaitility.await().atMost(limit)
                .untilAsserted(() -> assertThat(distinctBodies()).containsAll(bodies));
    }

    static String text(MessageExt message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }
}
