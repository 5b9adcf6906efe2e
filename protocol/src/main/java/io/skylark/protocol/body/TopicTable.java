package io.skylark.protocol.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The topics of a broker as it registers them. The mapping members belong to static topics and are carried empty.
public record TopicTable(
        Map<String, TopicConfig> topicConfigTable,
        @Nullable DataVersion dataVersion,
        @Nullable DataVersion mappingDataVersion,
        Map<String, Object> topicQueueMappingDetailMap,
        Map<String, Object> topicQueueMappingInfoMap) {

    public static TopicTable of(Map<String, TopicConfig> topics, DataVersion version) {
        return new TopicTable(topics, version, DataVersion.ZERO, Map.of(), Map.of());
    }
}
