package io.skylark.client.consumer.push;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.message.ReceivedMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the listener with its interceptors around it. Shared by the consume threads.
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final String group;
    private final BatchListener listener;
    private final ConsumeThreads threads;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    /// @param threads that call
    Listening(PushConfig config, BatchListener listener, ConsumeThreads threads) {
        this.group = config.group().group();
        this.threads = threads;
        List<ConsumeInterceptor> interceptors = config.interceptors();
        BatchListener wrapped = listener;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            ConsumeInterceptor interceptor = interceptors.get(i);
            BatchListener inner = wrapped;
            wrapped = messages -> interceptor.around(group, messages, () -> inner.onMessages(messages));
        }
        this.listener = wrapped;
    }

    /// What happened with the messages of one topic.
    static final class Meter {
        final LongAdder consumed = new LongAdder();
        final LongAdder failed = new LongAdder();
        final LongAdder nanos = new LongAdder();
        final LongAdder calls = new LongAdder();
    }

    Meter meter(String topic) {
        return meters.computeIfAbsent(topic, name -> new Meter());
    }

    /// Whether the listener can get a message. One that it cannot fails alone.
    boolean isReadable(ReceivedMessage message) {
        try {
            message.checkReadable();
            return true;
        } catch (MessageRejectedException unreadable) {
            return false;
        }
    }

    /// What the listener says, or throws. An interrupt that it leaves behind is over with the call: it was meant for that
    /// call, and would fail what this thread does next. Only the close of the consumer interrupts for good.
    ConsumeOutcome call(List<ReceivedMessage> messages) throws Exception {
        for (ReceivedMessage message : messages) {
            message.checkReadable();
        }
        try {
            return listener.onMessages(messages);
        } finally {
            if (!threads.isClosing()) {
                var unused = Thread.interrupted();
            }
        }
    }

    /// As [#call(List)]; all that goes wrong counts as a wish for a retry.
    ///
    /// @param sequel for the log: what becomes of a message that is not consumed, as in "which is tried again"
    ConsumeOutcome consume(List<ReceivedMessage> messages, Function<ReceivedMessage, String> sequel) {
        long start = System.nanoTime();
        ConsumeOutcome outcome = guarded(messages, sequel);
        Meter meter = meter(messages.get(0).queue().topic());
        (outcome == ConsumeOutcome.SUCCESS ? meter.consumed : meter.failed).add(messages.size());
        meter.nanos.add(System.nanoTime() - start);
        meter.calls.increment();
        return outcome;
    }

    private ConsumeOutcome guarded(List<ReceivedMessage> messages, Function<ReceivedMessage, String> sequel) {
        ReceivedMessage first = messages.get(0);
        try {
            ConsumeOutcome outcome = call(messages);
            if (outcome == ConsumeOutcome.SUCCESS) {
                return outcome;
            }
            // A listener in another language, or one compiled without checks, may return it all the same.
            if (outcome == null) {
                LOG.warn("The listener of group {} returned null, which counts as a failure, for {}, which {}",
                        group, describe(messages), sequel.apply(first));
            } else if (LOG.isDebugEnabled()) {
                LOG.debug("The listener of group {} did not consume {}, which {}",
                        group, describe(messages), sequel.apply(first));
            }
        } catch (MessageRejectedException unreadable) {
            LOG.error("Group {} cannot read {}, which {}: {}",
                    group, describe(messages), sequel.apply(first), unreadable.getMessage());
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException && threads.isClosing()) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("The listener of group {} failed with {}, which {}",
                    group, describe(messages), sequel.apply(first), failure);
        }
        return ConsumeOutcome.RETRY_LATER;
    }

    /// Names messages so that a person finds them.
    static String describe(List<ReceivedMessage> messages) {
        ReceivedMessage first = messages.get(0);
        String keys = first.keys().isEmpty() ? "" : " (keys " + String.join(" ", first.keys()) + ")";
        return (messages.size() == 1 ? "" : messages.size() + " messages, the first ") + "message " + first.messageId()
                + keys + " of " + first.queue() + " at offset " + first.queueOffset() + ", attempt "
                + (first.reconsumeTimes() + 1);
    }
}
