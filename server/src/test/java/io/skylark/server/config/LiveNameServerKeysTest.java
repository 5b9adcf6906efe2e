package io.skylark.server.config;

import io.skylark.nameserver.NameServerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// What the table says about when a key takes effect is what the name server does.
class LiveNameServerKeysTest {
    /// A value of each key of the name server that is not the one it has here.
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("listenPort", "9877"), Map.entry("bindAddress", "127.0.0.1"), Map.entry("kvConfigPath", "/other"),
            Map.entry("orderMessageEnable", "true"), Map.entry("returnOrderTopicConfigToBroker", "false"),
            Map.entry("enableAllTopicList", "false"), Map.entry("enableTopicList", "false"),
            Map.entry("scanNotActiveBrokerInterval", "7s"), Map.entry("needWaitForService", "false"),
            Map.entry("waitSecondsForService", "7"), Map.entry("adminFromAnywhere", "true"),
            Map.entry("strictConfig", "true"), Map.entry("logOutput", "stdout"), Map.entry("logFormat", "json"));

    @TempDir
    Path folder;

    @Test
    void liveKeysAndNoOthersChangeARunningNameServer() {
        List<Object> before = live(Map.of());
        for (Key<?> key : NameServerSettings.catalog().keys()) {
            assertThat(OTHER).containsKey(key.name());
            List<Object> after = live(Map.of(key.name(), OTHER.getOrDefault(key.name(), "")));
            assertThat(!after.equals(before)).as(key.name()).isEqualTo(key.reach().isLive());
        }
    }

    /// All that a running name server takes over: where its file is, and when it looks for brokers, stays.
    private List<Object> live(Map<String, String> keys) {
        Map<String, String> words = new HashMap<>(Map.of("needWaitForService", "true"));
        words.putAll(keys);
        Problems problems = new Problems();
        NameServerSettings settings = NameServerSettings.read(Configuration.load(
                NameServerSettings.catalog(),
                new Arguments(Optional.empty(), Optional.empty(), words, Arguments.Action.RUN),
                NameServerSettings.VARIABLES, Map.of(),
                new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7"), problems));
        assertThat(problems.errors()).isEmpty();
        NameServerConfig config = settings.nameServer();
        return List.of(
                config.orderMessageEnable(), config.returnOrderTopicConfigToBroker(), config.enableAllTopicList(),
                config.enableTopicList(), config.waitForService(), settings.adminFromAnywhere());
    }
}
