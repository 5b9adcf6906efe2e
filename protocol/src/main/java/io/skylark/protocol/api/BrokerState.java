package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;

/// What a broker says of itself.
public final class BrokerState {
    /// Figures by name; the answer's body is a [io.skylark.protocol.body.KeyValueTable].
    public static final Api<Empty, Empty> RUNTIME = Api.of(28, Empty.class, Empty.class);

    /// What was counted under a name and a key in the last minute, hour and day; the answer's body is [Statistics].
    public static final Api<StatisticsRequest, Empty> STATISTICS = Api.of(315, StatisticsRequest.class, Empty.class);

    private BrokerState() {}

    /// @param statsName such as `TOPIC_PUT_NUMS`
    /// @param statsKey a topic, `topic@group`, or a cluster
    public record StatisticsRequest(String statsName, String statsKey) implements RequestHeader {}

    public record Statistics(StatisticsItem statsMinute, StatisticsItem statsHour, StatisticsItem statsDay) {}

    /// @param tps the sum for each second
    /// @param avgpt the sum for each time that something was added
    public record StatisticsItem(long sum, double tps, double avgpt) {}
}
