package io.skylark.conformance.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/// Decides by the text of a message. `commit-…` and `rollback-…` at once, `throw-…` not at all because the listener fails;
/// any other when it is asked: `late-…` is committed then, `later-…` the second time, `never-…` is rolled back, `silent-…`
/// stays open.
final class Deciding implements TransactionListener {
    private final Map<String, AtomicInteger> questions = new ConcurrentHashMap<>();
    private volatile boolean silent;

    /// From the next question on all stay open.
    Deciding silent() {
        silent = true;
        return this;
    }

    @Override
    public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
        return switch (kind(message)) {
            case "commit" -> LocalTransactionState.COMMIT_MESSAGE;
            case "rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
            case "throw" -> throw new IllegalStateException("this listener fails");
            default -> LocalTransactionState.UNKNOW;
        };
    }

    @Override
    public LocalTransactionState checkLocalTransaction(MessageExt message) {
        int count = questions.computeIfAbsent(Received.text(message), text -> new AtomicInteger()).incrementAndGet();
        if (silent) {
            return LocalTransactionState.UNKNOW;
        }
        return switch (kind(message)) {
            case "late", "throw" -> LocalTransactionState.COMMIT_MESSAGE;
            case "later" -> count > 1 ? LocalTransactionState.COMMIT_MESSAGE : LocalTransactionState.UNKNOW;
            case "never" -> LocalTransactionState.ROLLBACK_MESSAGE;
            default -> LocalTransactionState.UNKNOW;
        };
    }

    /// How often the broker has asked about the message with this text.
    int questions(String text) {
        return questions.getOrDefault(text, new AtomicInteger()).get();
    }

    private static String kind(Message message) {
        String text = new String(message.getBody(), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('-'));
    }
}
