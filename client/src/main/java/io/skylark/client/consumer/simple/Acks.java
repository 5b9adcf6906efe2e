package io.skylark.client.consumer.simple;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Acknowledges many messages at a time: one request for each broker. Brokers before 5.1.3 know only single ones.
/// Shared.
final class Acks {
    private final PopCalls calls;
    private final String group;

    /// Brokers that know only single acknowledgements.
    private final Set<String> single = ConcurrentHashMap.newKeySet();

    Acks(PopCalls calls, String group) {
        this.calls = calls;
        this.group = group;
    }

    /// One pop of one queue, of which any number of messages is acknowledged.
    private record Pop(
            String topic,
            int retry,
            long startOffset,
            int queueId,
            int reviveQueueId,
            long popTime,
            long invisibleTime) {}

    CompletableFuture<Void> ack(Collection<ReceivedMessage> messages) {
        Map<String, List<ReceivedMessage>> byBroker = new LinkedHashMap<>();
        for (ReceivedMessage message : messages) {
            String broker = PopHandle.of(message).brokerName();
            byBroker.computeIfAbsent(broker, any -> new ArrayList<>()).add(message);
        }
        return all(byBroker.entrySet().stream().map(each -> ack(each.getKey(), each.getValue())).toList());
    }

    private CompletableFuture<Void> ack(String broker, List<ReceivedMessage> messages) {
        boolean ordered = messages.stream()
                .anyMatch(message -> PopHandle.of(message).reviveQueueId() == PopMessage.ORDERED);
        if (messages.size() == 1 || ordered || single.contains(broker)) {
            return all(messages.stream().map(calls::ack).toList());
        }
        return calls.ackAll(broker, request(broker, messages)).thenCompose(answer -> {
            if (answer.code() == ResponseCode.REQUEST_CODE_NOT_SUPPORTED) {
                single.add(broker);
                return ack(broker, messages);
            }
            PopCalls.demand("Acknowledging " + messages.size() + " messages", answer, broker);
            return CompletableFuture.completedFuture(null);
        });
    }

    private Command request(String broker, List<ReceivedMessage> messages) {
        Map<Pop, BitSet> pops = new LinkedHashMap<>();
        for (ReceivedMessage message : messages) {
            PopHandle handle = PopHandle.of(message);
            Pop pop = new Pop(
                    message.topic(), handle.retry(), handle.startOffset(), handle.queueId(), handle.reviveQueueId(),
                    handle.popTime(), handle.invisibleTime());
            pops.computeIfAbsent(pop, any -> new BitSet()).set((int) (handle.offset() - handle.startOffset()));
        }
        List<AckMessage.BatchAck> acks = new ArrayList<>();
        pops.forEach((pop, bits) -> acks.add(new AckMessage.BatchAck(
                group, pop.topic, Integer.toString(pop.retry), pop.startOffset, pop.queueId, pop.reviveQueueId,
                pop.popTime, pop.invisibleTime, Base64.getEncoder().encodeToString(bits.toByteArray()))));
        byte[] body = Json.encode(new AckMessage.Batch(broker, acks));
        return AckMessage.BATCH.request(Empty.EMPTY, ByteBuffer.wrap(body));
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> some) {
        return CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new));
    }
}
