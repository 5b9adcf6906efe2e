package io.skylark.client.producer;

import io.skylark.client.message.BodyCompression;
import io.skylark.message.TopicNames;
import java.time.Duration;

/// Settings of a producer.
///
/// @param group the producers that do the same; brokers ask any of a group about its transactions
/// @param sendTimeout how long a send may take, all its attempts together
/// @param retries how many more attempts a failed send gets, at another broker if there is one
/// @param compression which bodies are compressed
/// @param maxBodyBytes the largest body, after compression; brokers have a limit of their own
/// @param maxInFlight asynchronous sends that may wait for their answers at a time; one more waits before it is sent
record ProducerConfig(
        String group,
        Duration sendTimeout,
        int retries,
        BodyCompression compression,
        int maxBodyBytes,
        int maxInFlight) {

    static final int STANDARD_MAX_BODY_BYTES = 4 * 1024 * 1024;

    ProducerConfig {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        if (sendTimeout.isNegative() || sendTimeout.isZero()) {
            throw new IllegalArgumentException("sendTimeout must be positive, not " + sendTimeout);
        }
        if (retries < 0 || maxBodyBytes < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("retries must not be negative, maxBodyBytes and maxInFlight positive");
        }
    }

    static ProducerConfig standard(String group) {
        return new ProducerConfig(
                group, Duration.ofSeconds(3), 2, BodyCompression.STANDARD, STANDARD_MAX_BODY_BYTES, 1024);
    }
}
