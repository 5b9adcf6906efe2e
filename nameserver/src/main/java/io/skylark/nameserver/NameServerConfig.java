package io.skylark.nameserver;

import java.nio.file.Path;
import java.time.Duration;

/// Settings of a name server, with RocketMQ's names and defaults.
///
/// @param kvConfigPath file of the key-value configuration; need not exist
/// @param orderMessageEnable whether routes carry the order configuration of their topic
/// @param returnOrderTopicConfigToBroker whether brokers get the order configuration of all topics when they register
/// @param enableAllTopicList whether the names of all topics may be asked for
/// @param enableTopicList whether the names of the topics of a cluster may be asked for
/// @param scanInterval how often registrations are checked for their end
/// @param waitForService no routes are answered for so long after the start, for brokers to register first
public record NameServerConfig(
        Path kvConfigPath,
        boolean orderMessageEnable,
        boolean returnOrderTopicConfigToBroker,
        boolean enableAllTopicList,
        boolean enableTopicList,
        Duration scanInterval,
        Duration waitForService) {

    public NameServerConfig {
        if (scanInterval.isNegative() || scanInterval.isZero() || waitForService.isNegative()) {
            throw new IllegalArgumentException("the scan interval must be positive, the wait for service not negative");
        }
    }

    /// The defaults, with the file that has no default here.
    public static NameServerConfig standard(Path kvConfigPath) {
        return new NameServerConfig(kvConfigPath, false, true, true, true, Duration.ofSeconds(5), Duration.ZERO);
    }
}
