package io.skylark.cli.frame;

import io.skylark.message.TopicNames;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which topics and groups servers make for themselves, so that lists leave them out.
public final class SystemNames {
    private static final Set<String> TOPICS =
            Set.of(TopicNames.AUTO_CREATE, TopicNames.BENCHMARK, TopicNames.TRACE);
    private static final String TOPIC_PREFIX = "rmq_sys_";
    private static final String REPLY_SUFFIX = "_REPLY_TOPIC";

    private static final Set<String> GROUPS = Set.of(
            "TOOLS_CONSUMER", "SELF_TEST_C_GROUP", "SELF_TEST_P_GROUP", "FILTERSRV_CONSUMER", "__MONITOR_CONSUMER",
            "CLIENT_INNER_PRODUCER");
    private static final String GROUP_PREFIX = "CID_";
    private static final List<String> GROUP_PARTS =
            List.of("ONSAPI", "ONS-HTTP-PROXY", "RMQ_SYS", "HOUSEKEEPING", "DefaultHeartBeatSyncerTopic");

    private SystemNames() {}

    /// Also of a retry or dead-letter topic. Names of brokers and clusters are topics too; a name does not tell.
    public static boolean isTopic(String topic) {
        return TopicNames.isDerived(topic) || TopicNames.isNotSendable(topic) || TOPICS.contains(topic)
                || topic.toLowerCase(Locale.ROOT).startsWith(TOPIC_PREFIX) || topic.endsWith(REPLY_SUFFIX);
    }

    public static boolean isGroup(String group) {
        return GROUPS.contains(group)
                || (group.startsWith(GROUP_PREFIX) && GROUP_PARTS.stream().anyMatch(group::contains));
    }
}
