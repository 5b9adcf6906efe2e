package io.skylark.client.producer;

import io.skylark.client.message.BodyCompression;
import io.skylark.message.TopicNames;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of a producer. Those that make no sense by themselves are refused by the [ProducerBuilder], here is what they say
/// together.
///
/// @param group the producers that do the same; brokers ask any of a group about its transactions
/// @param sendTimeout how long a send may take, all its attempts together
/// @param retries how many more attempts a failed send gets, at another broker if there is one
/// @param compression which bodies are compressed, and how
/// @param maxBodyBytes the largest body, after compression; brokers have a limit of their own
/// @param maxInFlight asynchronous sends that may wait for their answers at a time; one more waits before it is sent
/// @param batching null when each message travels alone
/// @param interceptors the first sees a message first, and its end last
record ProducerConfig(
        String group,
        Duration sendTimeout,
        int retries,
        BodyCompression compression,
        int maxBodyBytes,
        int maxInFlight,
        @Nullable Batching batching,
        List<SendInterceptor> interceptors) {

    ProducerConfig {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        if (batching != null && batching.maxBytes() > maxBodyBytes) {
            throw new IllegalArgumentException("a batch of " + batching.maxBytes()
                    + " bytes is larger than the largest body of " + maxBodyBytes);
        }
        interceptors = List.copyOf(interceptors);
    }
}
