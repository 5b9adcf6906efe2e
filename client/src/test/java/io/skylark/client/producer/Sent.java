package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.message.Message;
import io.skylark.message.BatchBody;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// What a broker got from producers, and what to send to it.
final class Sent {
    private Sent() {}

    /// How many messages each send held, in order; 0 for one that was no batch.
    static List<Integer> batchSizes(FakeBroker broker) {
        return broker.server().requests().stream()
                .filter(request -> request.code() == SendMessage.V2 || request.code() == SendMessage.BATCH)
                .map(Sent::size)
                .toList();
    }

    private static int size(Command request) {
        return request.code() == SendMessage.V2 ? 0 : BatchBody.split(request.body()).size();
    }

    /// Bodies, queue by queue and each in its order.
    static List<String> bodies(FakeBroker broker, String topic) {
        return broker.stored(topic).stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }

    static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    static List<CompletableFuture<SendReceipt>> sendAll(Producer producer, String topic, String key, int from, int to) {
        List<CompletableFuture<SendReceipt>> results = new ArrayList<>();
        for (String text : texts(from, to)) {
            Message message = Message.of(topic, text);
            results.add(producer.sendAsync(key.isEmpty() ? message : message.withShardingKey(key)));
        }
        return results;
    }

    static List<SendReceipt> receipts(List<CompletableFuture<SendReceipt>> results) {
        return results.stream().map(CompletableFuture::join).toList();
    }
}
