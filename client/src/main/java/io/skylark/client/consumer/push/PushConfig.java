package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.GroupConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Settings of a push consumer beyond those of every member of a group.
///
/// @param threads how many calls of the listener run at a time
/// @param executor runs them; null for threads of the consumer's own
/// @param batchSize how many messages the listener gets at most at a time
/// @param ordered whether each queue is consumed in order
/// @param suspend how long a queue rests in which a message failed that is consumed in order
/// @param closeTimeout how long a close waits for the listener
record PushConfig(
        GroupConfig group,
        int threads,
        @Nullable Executor executor,
        int batchSize,
        boolean ordered,
        Duration suspend,
        Duration closeTimeout,
        List<ConsumeInterceptor> interceptors) {

    PushConfig {
        if (group.subscriptions().isEmpty()) {
            throw new IllegalArgumentException(
                    "the consumer of group " + group.group() + " subscribes to nothing");
        }
        if (threads < 1 || batchSize < 1) {
            throw new IllegalArgumentException("threads and batchSize must be at least 1");
        }
        if (suspend.isNegative() || closeTimeout.isNegative()) {
            throw new IllegalArgumentException("suspend and closeTimeout must not be negative");
        }
        interceptors = List.copyOf(interceptors);
    }
}
