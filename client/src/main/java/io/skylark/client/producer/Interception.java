package io.skylark.client.producer;

import io.skylark.client.message.Message;
import io.skylark.client.transport.ConnectionPool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the interceptors of a producer make of one message. Begun by the thread that sends, ended by the one that brings
/// the outcome.
final class Interception {
    private static final Logger LOG = LoggerFactory.getLogger(Interception.class);

    private final Deque<SendInterceptor.Sending> begun = new ArrayDeque<>();

    /// The message as the last interceptor wants it.
    ///
    /// @throws RuntimeException what an interceptor threw, after those before it were told
    Message begin(ProducerConfig config, Message message) {
        Message seen = message;
        try {
            for (SendInterceptor interceptor : config.interceptors()) {
                SendInterceptor.Sending sending = interceptor.begin(config.group(), seen);
                begun.push(sending);
                seen = sending.message();
            }
        } catch (RuntimeException refused) {
            end(null, refused);
            throw refused;
        }
        return seen;
    }

    /// Tells those that began, the last first. The outcome is certain by now, so a failure of theirs does not change it.
    void end(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : ConnectionPool.unwrap(failure);
        for (SendInterceptor.Sending sending : begun) {
            try {
                sending.ended(receipt, cause);
            } catch (RuntimeException fault) {
                LOG.warn("A send interceptor failed when it was told of the end of a send", fault);
            }
        }
    }

    static CompletableFuture<SendReceipt> around(
            ProducerConfig config, Message message, Function<Message, CompletableFuture<SendReceipt>> send) {
        if (config.interceptors().isEmpty()) {
            return send.apply(message);
        }
        Interception interception = new Interception();
        Message seen = interception.begin(config, message);
        CompletableFuture<SendReceipt> result;
        try {
            result = send.apply(seen);
        } catch (RuntimeException | Error notStarted) {
            interception.end(null, notStarted);
            throw notStarted;
        }
        return result.whenComplete(interception::end);
    }

    static CompletableFuture<List<SendReceipt>> aroundAll(
            ProducerConfig config,
            List<Message> messages,
            Function<List<Message>, CompletableFuture<List<SendReceipt>>> send) {
        if (config.interceptors().isEmpty()) {
            return send.apply(messages);
        }
        List<Interception> all = messages.stream().map(message -> new Interception()).toList();
        Deque<Interception> begun = new ArrayDeque<>();
        CompletableFuture<List<SendReceipt>> result;
        try {
            Message[] seen = new Message[all.size()];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = all.get(i).begin(config, messages.get(i));
                begun.add(all.get(i));
            }
            result = send.apply(List.of(seen));
        } catch (RuntimeException | Error notStarted) {
            begun.forEach(interception -> interception.end(null, notStarted));
            throw notStarted;
        }
        return result.whenComplete((receipts, failure) -> {
            for (int i = 0; i < all.size(); i++) {
                all.get(i).end(receipts == null ? null : receipts.get(i), failure);
            }
        });
    }
}
