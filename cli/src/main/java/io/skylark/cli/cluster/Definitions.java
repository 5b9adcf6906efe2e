package io.skylark.cli.cluster;

import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Topics and groups as a file holds them, to be made the same elsewhere. The names of brokers are no part of it.
///
/// @param format version of this form
public record Definitions(int format, List<Topic> topics, List<Group> groups) {
    public static final int FORMAT = 1;

    /// A topic on each broker. `permission` is a sum of bits, see [io.skylark.protocol.body.Permission].
    public record Topic(String name, int readQueues, int writeQueues, int permission, boolean ordered,
            Map<String, String> attributes) {

        static Topic of(TopicConfig config) {
            return new Topic(config.topicName(), config.readQueueNums(), config.writeQueueNums(), config.perm(),
                    config.order(), new TreeMap<>(config.attributes()));
        }

        TopicConfig config() {
            return new TopicConfig(
                    name, readQueues, writeQueues, permission, null, 0, ordered, attributes);
        }
    }

    /// A group on each broker; what is missing is as of a group that nobody configured.
    public record Group(String name, @Nullable Boolean consume, @Nullable Boolean broadcast, @Nullable Boolean ordered,
            @Nullable Integer retries, @Nullable Integer retryQueues) {

        static Group of(String name, ConsumerGroup.Settings settings) {
            return new Group(name, settings.consumeEnable(), settings.consumeBroadcastEnable(),
                    settings.consumeMessageOrderly(), settings.retryMaxTimes(), settings.retryQueueNums());
        }

        /// Whether what is said here holds there.
        boolean isMetBy(Group there) {
            return met(consume, there.consume) && met(broadcast, there.broadcast) && met(ordered, there.ordered)
                    && met(retries, there.retries) && met(retryQueues, there.retryQueues);
        }

        private static boolean met(@Nullable Object wanted, @Nullable Object there) {
            return wanted == null || wanted.equals(there);
        }

        String text() {
            return "retries " + Optional.ofNullable(retries).map(String::valueOf).orElse("as usual")
                    + (Boolean.FALSE.equals(consume) ? ", consuming off" : "")
                    + (Boolean.FALSE.equals(broadcast) ? ", broadcast off" : "")
                    + (Boolean.TRUE.equals(ordered) ? ", ordered" : "");
        }
    }
}
