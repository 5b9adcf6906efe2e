package io.skylark.conformance.scenario;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.message.MessageExt;

/// What ordered consumers accepted: for each order its steps as they came. A body is `<order>:<step>`.
final class OrderedReceived implements MessageListenerOrderly {
    private final Map<Integer, List<Integer>> steps = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> atWork = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger suspensions = new AtomicInteger();
    private volatile String suspendAt = "";

    /// Refuses this step of this order the first time.
    OrderedReceived suspendOnceAt(int order, int step) {
        suspendAt = order + ":" + step;
        return this;
    }

    @Override
    public ConsumeOrderlyStatus consumeMessage(List<MessageExt> batch, ConsumeOrderlyContext context) {
        AtomicInteger inQueue =
                atWork.computeIfAbsent(context.getMessageQueue().getQueueId(), queue -> new AtomicInteger());
        if (inQueue.getAndIncrement() > 0) {
            overlaps.incrementAndGet();
        }
        try {
            for (MessageExt message : batch) {
                String body = Received.text(message);
                if (body.equals(suspendAt) && suspensions.compareAndSet(0, 1)) {
                    context.setSuspendCurrentQueueTimeMillis(100);
                    return ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT;
                }
                int colon = body.indexOf(':');
                steps.computeIfAbsent(Integer.valueOf(body.substring(0, colon)), order -> new CopyOnWriteArrayList<>())
                        .add(Integer.valueOf(body.substring(colon + 1)));
                count.incrementAndGet();
            }
            return ConsumeOrderlyStatus.SUCCESS;
        } finally {
            inQueue.decrementAndGet();
        }
    }

    /// Messages accepted so far, repetitions included.
    int count() {
        return count.get();
    }

    /// How often two listeners worked on one queue at the same time.
    int overlaps() {
        return overlaps.get();
    }

    int suspensions() {
        return suspensions.get();
    }

    /// All steps of an order as they came.
    List<Integer> steps(int order) {
        return List.copyOf(steps.getOrDefault(order, List.of()));
    }

    /// The steps of an order as they came first: a successor begins at the committed offset and may repeat some.
    List<Integer> firsts(int order) {
        return steps(order).stream().distinct().toList();
    }
}
