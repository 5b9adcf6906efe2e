package io.skylark.client.consumer.push;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.message.ReceivedMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the listener with its interceptors around it. Shared by the consume threads.
final class Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final String group;
    private final BatchListener listener;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    Listening(String group, BatchListener listener, List<ConsumeInterceptor> interceptors) {
        this.group = group;
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

    /// What the listener says, or throws.
    ConsumeOutcome call(List<ReceivedMessage> messages) throws Exception {
        for (ReceivedMessage message : messages) {
            message.checkReadable();
        }
        return listener.onMessages(messages);
    }

    /// As [#call(List)]; all that goes wrong counts as a wish for a retry.
    ConsumeOutcome consume(List<ReceivedMessage> messages) {
        long start = System.nanoTime();
        ConsumeOutcome outcome = guarded(messages);
        Meter meter = meter(messages.get(0).queue().topic());
        (outcome == ConsumeOutcome.SUCCESS ? meter.consumed : meter.failed).add(messages.size());
        meter.nanos.add(System.nanoTime() - start);
        meter.calls.increment();
        return outcome;
    }

    private ConsumeOutcome guarded(List<ReceivedMessage> messages) {
        try {
            ConsumeOutcome outcome = call(messages);
            // A listener in another language, or one compiled without checks, may return it all the same.
            return outcome == null ? ConsumeOutcome.RETRY_LATER : outcome;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ConsumeOutcome.RETRY_LATER;
        } catch (MessageRejectedException unreadable) {
            LOG.error("A message of {} cannot be read: {}", messages.get(0).queue(), unreadable.getMessage());
            return ConsumeOutcome.RETRY_LATER;
        } catch (Throwable failure) {
            LOG.warn("The listener of group {} failed with messages of {}", group, messages.get(0).queue(), failure);
            return ConsumeOutcome.RETRY_LATER;
        }
    }
}
