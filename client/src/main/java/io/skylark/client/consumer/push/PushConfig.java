package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.GroupConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

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
        atLeastOne("threads", threads);
        atLeastOne("batchSize", batchSize);
        notNegative("suspend", suspend);
        notNegative("closeTimeout", closeTimeout);
        interceptors = List.copyOf(interceptors);
    }

    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
        return value;
    }

    static Duration notNegative(String name, Duration value) {
        requireNonNull(value, name + " must not be null");
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, as " + value);
        }
        return value;
    }
}
