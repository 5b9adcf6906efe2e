package io.skylark.conformance.ownclient;

import io.skylark.client.message.ReceivedMessage;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// What a consumer of ours was given, in the order in which it came. Written by the client's threads, read by the
/// scenario's.
public final class OwnReceived {
    private final Queue<ReceivedMessage> messages = new ConcurrentLinkedQueue<>();

    public void add(ReceivedMessage message) {
        messages.add(message);
    }

    public List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    public List<String> texts() {
        return messages.stream().map(ReceivedMessage::text).toList();
    }

    /// The one message with this text.
    public ReceivedMessage of(String text) {
        return messages.stream().filter(message -> message.text().equals(text)).findFirst().orElseThrow();
    }

    /// Waits until all of these were received, others or repetitions allowed. They may be hundreds of thousands.
    public void awaitAll(Collection<String> texts) {
        Awaitility.await("all that was acknowledged").atMost(Own.LIMIT).untilAsserted(() -> {
            Set<String> missing = new HashSet<>(texts);
            missing.removeAll(Set.copyOf(texts()));
            assertThat(missing).isEmpty();
        });
    }

    /// Waits until all of these were received, and asserts that nothing else and nothing twice was.
    public void awaitExactly(Collection<String> texts) {
        awaitAll(texts);
        assertThat(texts()).containsExactlyInAnyOrderElementsOf(texts);
    }
}
