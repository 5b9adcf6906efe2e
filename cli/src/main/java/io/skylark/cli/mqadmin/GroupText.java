package io.skylark.cli.mqadmin;

import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.GroupRetryPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Settings of groups as the commands print them.
final class GroupText {
    private GroupText() {}

    static String of(ConsumerGroup.Settings settings) {
        return members(settings).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", ", "SubscriptionGroupConfig{", "}"));
    }

    /// In the order in which they are printed.
    static Map<String, String> members(ConsumerGroup.Settings given) {
        ConsumerGroup.Settings settings = given.complete();
        Map<String, String> members = new LinkedHashMap<>();
        members.put("groupName", text(settings.groupName()));
        members.put("consumeEnable", text(settings.consumeEnable()));
        members.put("consumeFromMinEnable", text(settings.consumeFromMinEnable()));
        members.put("consumeBroadcastEnable", text(settings.consumeBroadcastEnable()));
        members.put("consumeMessageOrderly", text(settings.consumeMessageOrderly()));
        members.put("retryQueueNums", text(settings.retryQueueNums()));
        members.put("retryMaxTimes", text(settings.retryMaxTimes()));
        members.put("groupRetryPolicy", text(settings.groupRetryPolicy()));
        members.put("brokerId", text(settings.brokerId()));
        members.put("whichBrokerWhenConsumeSlowly", text(settings.whichBrokerWhenConsumeSlowly()));
        members.put("notifyConsumerIdsChangedEnable", text(settings.notifyConsumerIdsChangedEnable()));
        members.put("groupSysFlag", text(settings.groupSysFlag()));
        members.put("consumeTimeoutMinute", text(settings.consumeTimeoutMinute()));
        members.put("subscriptionDataSet", text(settings.subscriptionDataSet()));
        members.put("attributes", text(settings.attributes()));
        return members;
    }

    private static String text(@Nullable Object value) {
        return value instanceof GroupRetryPolicy policy ? ofPolicy(policy) : String.valueOf(value);
    }

    private static String ofPolicy(GroupRetryPolicy policy) {
        GroupRetryPolicy.Exponential exponential = policy.exponentialRetryPolicy();
        GroupRetryPolicy.Customized customized = policy.customizedRetryPolicy();
        return "GroupRetryPolicy{type=" + policy.type() + ", exponentialRetryPolicy="
                + (exponential == null
                        ? "null"
                        : "ExponentialRetryPolicy{initial=" + exponential.initial() + ", max=" + exponential.max()
                                + ", multiplier=" + exponential.multiplier() + "}")
                + ", customizedRetryPolicy="
                + (customized == null ? "null" : "CustomizedRetryPolicy{next=" + customized.next() + "}") + "}";
    }
}
