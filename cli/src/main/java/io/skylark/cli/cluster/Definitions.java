package io.skylark.cli.cluster;

import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.GroupRetryPolicy;
import io.skylark.protocol.body.GroupSubscription;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Topics and groups as a file holds them, to be made the same elsewhere. The names of brokers are no part of it.
///
/// @param format version of this form
public record Definitions(int format, List<Topic> topics, List<Group> groups) {
    public static final int FORMAT = 1;

    /// The same as maps and lists.
    Object tree() {
        return Objects.requireNonNull(Json.tree(Json.encode(this)));
    }

    /// A topic on each broker. `permission` is a sum of bits, see [io.skylark.protocol.body.Permission]. What follows the
    /// attributes is as of a new topic when it is missing.
    public record Topic(
            String name,
            int readQueues,
            int writeQueues,
            int permission,
            boolean ordered,
            Map<String, String> attributes,
            @Nullable String filterType,
            @Nullable Integer sysFlag) {

        static Topic of(TopicConfig config) {
            return new Topic(config.topicName(), config.readQueueNums(), config.writeQueueNums(), config.perm(),
                    config.order(), new TreeMap<>(config.attributes()), config.topicFilterType(), config.topicSysFlag());
        }

        TopicConfig config() {
            return new TopicConfig(name, readQueues, writeQueues, permission, filterType,
                    Objects.requireNonNullElse(sysFlag, 0), ordered, attributes);
        }

        /// Whether a topic is so; attributes that are not named count for nothing.
        boolean isMetBy(TopicConfig there) {
            Map<String, String> all = new TreeMap<>(there.attributes());
            all.putAll(attributes);
            Topic merged = new Topic(name, readQueues, writeQueues, permission, ordered, all, filterType, sysFlag);
            return merged.config().equals(there);
        }
    }

    /// A group on each broker; the words of [ConsumerGroup.Settings] that are not ours are explained there. What is missing
    /// stays as it is, and is as of a group that nobody configured in a new one.
    ///
    /// @param mayNotRead topics
    public record Group(
            String name,
            @Nullable Boolean consume,
            @Nullable Boolean broadcast,
            @Nullable Boolean ordered,
            @Nullable Integer retries,
            @Nullable Integer retryQueues,
            @Nullable Boolean notifyMembers,
            @Nullable Integer sysFlag,
            @Nullable Boolean consumeFromMin,
            @Nullable Long brokerId,
            @Nullable Long whichBrokerWhenSlow,
            @Nullable Integer timeoutMinutes,
            @Nullable GroupRetryPolicy retryPolicy,
            @Nullable Set<GroupSubscription> subscriptions,
            Map<String, String> attributes,
            List<String> mayNotRead) {

        static Group of(String name, ConsumerGroup.Settings there, Set<String> forbidden) {
            return new Group(
                    name, there.consumeEnable(), there.consumeBroadcastEnable(), there.consumeMessageOrderly(),
                    there.retryMaxTimes(), there.retryQueueNums(), there.notifyConsumerIdsChangedEnable(),
                    there.groupSysFlag(), there.consumeFromMinEnable(), there.brokerId(),
                    there.whichBrokerWhenConsumeSlowly(), there.consumeTimeoutMinute(), there.groupRetryPolicy(),
                    there.subscriptionDataSet(), new TreeMap<>(there.attributes()), List.copyOf(forbidden));
        }

        /// Settings that a group comes to have.
        ConsumerGroup.Settings over(ConsumerGroup.Settings there) {
            Map<String, String> all = new TreeMap<>(there.attributes());
            all.putAll(attributes);
            return new ConsumerGroup.Settings(
                    name, or(consume, there.consumeEnable()), or(broadcast, there.consumeBroadcastEnable()),
                    or(ordered, there.consumeMessageOrderly()), or(retryQueues, there.retryQueueNums()),
                    or(retries, there.retryMaxTimes()), or(notifyMembers, there.notifyConsumerIdsChangedEnable()),
                    or(sysFlag, there.groupSysFlag()), or(consumeFromMin, there.consumeFromMinEnable()),
                    or(brokerId, there.brokerId()), or(whichBrokerWhenSlow, there.whichBrokerWhenConsumeSlowly()),
                    or(timeoutMinutes, there.consumeTimeoutMinute()), or(retryPolicy, there.groupRetryPolicy()),
                    subscriptions == null || subscriptions.isEmpty() ? there.subscriptionDataSet() : subscriptions, all)
                    .complete();
        }

        /// The same for a group that is not there.
        ConsumerGroup.Settings asNew() {
            return over(new ConsumerGroup.Settings(name, null, null, null, null, null, null, null));
        }

        private static <T> @Nullable T or(@Nullable T wanted, @Nullable T there) {
            return wanted == null ? there : wanted;
        }

        String text() {
            return "retries " + (retries == null ? "as usual" : retries)
                    + (Boolean.FALSE.equals(consume) ? ", consuming off" : "")
                    + (Boolean.FALSE.equals(broadcast) ? ", broadcast off" : "")
                    + (Boolean.TRUE.equals(ordered) ? ", ordered" : "");
        }
    }
}
