package io.skylark.server.control;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.Problems;
import io.skylark.server.control.LiveConfiguration.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LiveConfigurationTest {
    @TempDir
    Path folder;

    private final List<BrokerSettings> held = new ArrayList<>();
    private Path file = Path.of("");
    private Path overlay = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("broker.conf");
        overlay = folder.resolve("store/broker.overlay.properties");
        Files.writeString(file, "fileReservedTime=48\nlistenPort=20911\n");
    }

    @Test
    void aChangeHoldsAtOnceAndAfterARestart() throws IOException {
        LiveConfiguration live = start();

        assertThat(change(live, Map.of("fileReservedTime", "24", "maxMessageSize", "1MB")))
                .isEqualTo(new Outcome.Changed(List.of()));

        assertThat(held).hasSize(1);
        assertThat(held.getLast().broker().retention().keep()).isEqualTo(Duration.ofHours(24));
        assertThat(live.settings(BrokerSettings.catalog()))
                .containsEntry("fileReservedTime", "24").containsEntry("maxMessageSize", "1048576");
        assertThat(live.version().counter()).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("fileReservedTime=48\nlistenPort=20911\n");
        assertThat(start().settings(BrokerSettings.catalog()))
                .containsEntry("fileReservedTime", "24").containsEntry("listenPort", "20911");

        Files.delete(overlay);
        assertThat(start().settings(BrokerSettings.catalog())).containsEntry("fileReservedTime", "48");
    }

    @Test
    void aChangeIsMadeAsAWholeOrNotAtAll() {
        LiveConfiguration live = start();

        Outcome outcome = change(live, Map.of("fileReservedTime", "24", "deleteWhen", "25", "traceOn", "maybe"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Wrong.class, wrong -> assertThat(wrong.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("deleteWhen=25 (").contains("hours from 00 to 23"))
                .anySatisfy(problem -> assertThat(problem).startsWith("traceOn=maybe (")));
        assertThat(held).isEmpty();
        assertThat(overlay).doesNotExist();
        assertThat(live.settings(BrokerSettings.catalog())).containsEntry("fileReservedTime", "48");
    }

    @Test
    void saysWhatWasLeftOutAndWhatHoldsLater() {
        Outcome outcome = change(start(), Map.of(
                "fileReservdTime", "1", "haListenPort", "1", "flushDiskType", "ASYNC_FLUSH", "traceOn", "false"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Changed.class, changed -> assertThat(changed.remarks())
                .hasSize(3)
                .contains("fileReservdTime is not known and was left out; did you mean fileReservedTime?")
                .contains("flushDiskType holds from the next start on")
                .anySatisfy(remark -> assertThat(remark).startsWith("haListenPort has no effect: ")));
        assertThat(overlay).content().contains("flushDiskType=ASYNC_FLUSH", "traceOn=false").doesNotContain("Reservd");
        assertThat(held.getLast().broker().traceOn()).isFalse();
    }

    @Test
    void neverChangesPathsClassesCommandsAddressesOrSecurityOverTheNetwork() {
        LiveConfiguration live = start();

        for (String key : List.of(
                "storePathRootDir", "storePathCommitLog", "namesrvAddr", "brokerIP1", "bindAddress", "adminFromAnywhere",
                "brokerConfigPath", "rocketmqHome", "messageStorePlugIn", "configBlackList", "aclEnable",
                "authenticationEnabled", "authenticationProvider", "initAuthenticationUser", "useTLS",
                "innerClientAuthenticationCredentials", "kvConfigPath", "configStorePath", "filterServerHome",
                "authConfigPath", "socksProxyConfig", "dLegerPeers", "controllerAddr", "haMasterAddress",
                "metricsGrpcExporterTargetHost")) {
            Outcome outcome = change(live, Map.of("fileReservedTime", "24", key, "/tmp/x"));
            assertThat(outcome).as(key).isInstanceOfSatisfying(Outcome.Forbidden.class, forbidden -> assertThat(
                    forbidden.why()).startsWith("Can not update config in black list. " + key));
        }
        assertThat(held).isEmpty();
        assertThat(overlay).doesNotExist();
    }

    @Test
    void whatIsForbiddenIsNotTakenFromTheOverlayEither() throws IOException {
        Files.createDirectories(overlay.getParent());
        Files.writeString(overlay, "adminFromAnywhere=true\nfileReservedTime=12\n");

        assertThat(start().settings(BrokerSettings.catalog()))
                .containsEntry("adminFromAnywhere", "false").containsEntry("fileReservedTime", "12");
    }

    @Test
    void readsItsFileAgain() throws IOException {
        LiveConfiguration live = start();
        Files.writeString(file, "fileReservedTime=12\nlistenPort=20912\nadminFromAnywhere=true\n");

        live.reload();

        assertThat(held.getLast().broker().retention().keep()).isEqualTo(Duration.ofHours(12));
        assertThat(held.getLast().adminFromAnywhere()).isTrue();
        assertThat(live.settings(BrokerSettings.catalog())).containsEntry("fileReservedTime", "12");
    }

    @Test
    void keepsWhatItHasWhenTheFileIsWrong() throws IOException {
        LiveConfiguration live = start();
        Files.writeString(file, "fileReservedTime=never\ntraceOn=false\n");

        live.reload();

        assertThat(held).isEmpty();
        assertThat(live.settings(BrokerSettings.catalog()))
                .containsEntry("fileReservedTime", "48").containsEntry("traceOn", "true");
    }

    private static Outcome change(LiveConfiguration live, Map<String, String> wanted) {
        return live.change(wanted, BrokerSettings.catalog(), "/192.0.2.1:4711");
    }

    private LiveConfiguration start() {
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog(), Arguments.parse(new String[] {"-c", file.toString()}, problems),
                BrokerSettings.VARIABLES, Map.of(), environment, problems);
        BrokerSettings.read(configuration);
        assertThat(problems.errors()).isEmpty();
        LiveConfiguration live = new LiveConfiguration(configuration, InstantSource.fixed(Instant.EPOCH));
        live.follow(next -> {
            BrokerSettings settings = BrokerSettings.read(next);
            return () -> held.add(settings);
        });
        return live;
    }
}
