package io.skylark.protocol.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The addresses of one broker by broker id; id 0 takes writes.
public record BrokerData(
        String cluster,
        String brokerName,
        Map<Long, String> brokerAddrs,
        boolean enableActingMaster,
        @Nullable String zoneName) {}
