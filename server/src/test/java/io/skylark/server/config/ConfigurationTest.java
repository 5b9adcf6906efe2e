package io.skylark.server.config;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig.FlushMode;
import io.skylark.log.retention.RetentionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationTest {
    @TempDir
    Path folder;

    private final Problems problems = new Problems();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void readsTheSampleFileOfTheDistribution() {
        Path sample = Path.of("../distribution/src/dist/conf/broker.conf");

        BrokerSettings settings = broker("-n", "localhost:9876", "-c", sample.toString());

        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
        assertThat(settings.broker().brokerName()).isEqualTo("broker-a");
        assertThat(settings.broker().clusterName()).isEqualTo("DefaultCluster");
        assertThat(settings.nameServers()).containsExactly(new HostPort("localhost", 9876));
        assertThat(settings.log().flushMode()).isEqualTo(FlushMode.SYNC);
    }

    @Test
    void readsTheSampleFileOfRocketMq() throws IOException {
        BrokerSettings settings = broker("-c", file("""
                brokerClusterName = DefaultCluster
                brokerName = broker-a
                brokerId = 0
                deleteWhen = 04
                fileReservedTime = 48
                brokerRole = ASYNC_MASTER
                flushDiskType = ASYNC_FLUSH
                """));

        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();
        assertThat(problems.notes()).isEmpty();
        assertThat(settings.broker().retention().keep()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.broker().retention().deleteHours()).containsExactly(4);
        assertThat(settings.log().flushMode()).isEqualTo(FlushMode.ASYNC);
    }

    @Test
    void standardsAreThoseOfRocketMqExceptTheFlush() {
        BrokerSettings settings = broker();

        assertThat(problems.errors()).isEmpty();
        assertThat(settings.broker().brokerName()).isEqualTo("machine-1");
        assertThat(settings.broker().listenPort()).isEqualTo(10911);
        assertThat(settings.host()).isEqualTo("192.0.2.7");
        assertThat(settings.dataFolder()).isEqualTo(folder.resolve("store"));
        assertThat(settings.logFolder()).isEqualTo(folder.resolve("store/log"));
        assertThat(settings.log().segmentBytes()).isEqualTo(256L << 20);
        assertThat(settings.log().flushMode()).isEqualTo(FlushMode.SYNC);
        assertThat(settings.nameServers()).isEmpty();
    }

    @Test
    void laterPlacesWin() throws IOException {
        variables.put("NAMESRV_ADDR", "variable:1");
        assertThat(broker().nameServers()).containsExactly(new HostPort("variable", 1));

        String file = file("namesrvAddr=file:2\nlistenPort=20911\nmaxMessageSize=1MB\n");
        assertThat(broker("-c", file).nameServers()).containsExactly(new HostPort("file", 2));
        assertThat(broker("-c", file).broker().listenPort()).isEqualTo(20911);

        variables.put("SKYLARK_BROKER_LISTEN_PORT", "30911");
        assertThat(broker("-c", file).broker().listenPort()).isEqualTo(30911);
        assertThat(broker("-c", file, "listenPort=40911").broker().listenPort()).isEqualTo(40911);
        assertThat(broker("-c", file, "-n", "option:3").nameServers()).containsExactly(new HostPort("option", 3));
        assertThat(broker("-c", file).broker().maxMessageBytes()).isEqualTo(1 << 20);
        assertThat(problems.errors()).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() throws IOException {
        broker("-c", file("""
                listenPort=port
                flushDiskType=NEVER
                flushIntervalCommitLog=-3
                autoCreateTopicEnable=yes
                maxMessageSize=4 apples
                namesrvAddr=localhost
                brokerName=broker a
                """), "nonsense", "--enable-proxy", "-n");

        assertThat(problems.errors()).hasSize(10).anySatisfy(error -> assertThat(error)
                .startsWith("listenPort=port (").endsWith("broker.conf) must be a whole number from 3 to 65535"))
                .contains("The Name Server Address[localhost] illegal, please set it as follows,"
                        + " \"127.0.0.1:9876;192.168.0.1:9876\"")
                .anySatisfy(error -> assertThat(error).contains("must be one of ASYNC_FLUSH, SYNC_FLUSH"))
                .anySatisfy(error -> assertThat(error).startsWith("--enable-proxy is not in this version"))
                .contains("the option -n needs a value");
    }

    @Test
    void namesTheNearestKeyForAnUnknownOne() throws IOException {
        String file = file("fileReservdTime=48\nbrokername=a\nsomethingElseEntirely=1\n");
        broker("-c", file);

        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).containsExactlyInAnyOrder(
                "unknown key fileReservdTime (" + file + ") is ignored; did you mean fileReservedTime?",
                "unknown key brokername (" + file + ") is ignored; did you mean brokerName?",
                "unknown key somethingElseEntirely (" + file + ") is ignored");
    }

    @Test
    void readsHowLongMessagesAreKept() throws IOException {
        RetentionConfig standard = broker().broker().retention();
        assertThat(standard).isEqualTo(RetentionConfig.STANDARD);
        RetentionConfig given = broker("-c", file("""
                fileReservedTime=12
                deleteWhen=03;16
                storeMaxBytes=20GB
                diskMaxUsedSpaceRatio=85
                cleanFileForciblyEnable=true
                """)).broker().retention();
        assertThat(given).isEqualTo(new RetentionConfig(
                Duration.ofHours(12), Set.of(3, 16), 20L << 30, 85, true, standard.checkInterval()));
        assertThat(problems.errors()).isEmpty();
        broker("deleteWhen=24", "fileReservedTime=0");
        assertThat(problems.errors()).hasSize(2)
                .anySatisfy(error -> assertThat(error).contains("deleteWhen=24", "hours from 00 to 23"))
                .anySatisfy(error -> assertThat(error).contains("fileReservedTime=0"));
    }

    @Test
    void refusesWhatWouldBeDangerousToIgnore() throws IOException {
        broker("-c", file("authenticationEnabled=true\nauthorizationEnabled=false\nbrokerRole=SLAVE\n"));

        assertThat(problems.errors()).hasSize(2)
                .anySatisfy(error -> assertThat(error).startsWith("authenticationEnabled=true ("))
                .anySatisfy(error -> assertThat(error).startsWith("brokerRole=SLAVE ("));
    }

    @Test
    void explainsBackslashesInPaths() throws IOException {
        broker("-c", file("storePathRootDir=D:\\rocketmq\\store\n"));

        assertThat(problems.errors()).anySatisfy(
                error -> assertThat(error).startsWith("storePathRootDir (").contains("a backslash is an escape"));
    }

    @Test
    void readsFilesWithWindowsLineEndsAndByteOrderMark() throws IOException {
        BrokerSettings settings = broker("-c", file("\uFEFFbrokerName=broker-b \r\nlistenPort=20911\r\n"));

        assertThat(problems.warnings()).isEmpty();
        assertThat(settings.broker().brokerName()).isEqualTo("broker-b");
        assertThat(settings.broker().listenPort()).isEqualTo(20911);
    }

    @Test
    void saysWhichFileIsMissing() {
        broker("-c", folder.resolve("nowhere.conf").toString());

        assertThat(problems.errors()).containsExactly("the configuration file " + folder.resolve("nowhere.conf")
                + " does not exist: correct the path behind -c");
    }

    @Test
    void honoursTheFolderOfTheLogAndSizes() throws IOException {
        BrokerSettings settings = broker("-c", file("""
                storePathRootDir=~/data
                storePathCommitLog=/fast/log
                mappedFileSizeCommitLog=1048576
                brokerIP1=192.0.2.1
                """));

        assertThat(settings.dataFolder()).isEqualTo(folder.resolve("data"));
        assertThat(settings.logFolder()).isEqualTo(Path.of("/fast/log"));
        assertThat(settings.log().segmentBytes()).isEqualTo(16L << 20);
        assertThat(settings.broker().advertisedHost()).isPresent();
        assertThat(settings.host()).isEqualTo("192.0.2.1");
        assertThat(problems.errors()).isEmpty();
    }

    @Test
    void leavesRoomOnTheDiskInItsOwnWordsOrThoseOfRocketMq() throws IOException {
        assertThat(broker().log().reserve()).isEqualTo(DiskReserve.STANDARD);
        assertThat(broker("diskFreeReserveBytes=10GB", "diskFreeReserveRatio=7%").log().reserve())
                .isEqualTo(new DiskReserve(10L << 30, 7, Duration.ofSeconds(1)));
        assertThat(broker("-c", file("diskSpaceWarningLevelRatio=90\n")).log().reserve().percent()).isEqualTo(10);
        assertThat(broker("diskSpaceWarningLevelRatio=20").log().reserve().percent()).isEqualTo(50);
        assertThat(broker("diskSpaceWarningLevelRatio=90", "diskFreeReserveRatio=3").log().reserve().percent())
                .isEqualTo(3);
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).isEmpty();

        broker("diskFreeReserveRatio=0.05");
        assertThat(problems.errors()).containsExactly(
                "diskFreeReserveRatio=0.05 (command line) must be a whole number from 0 to 50, in per cent");
    }

    @Test
    void describesWhatWasSetAndWhere() throws IOException {
        String file = file("listenPort=20911\n");
        Configuration configuration = load("-c", file);

        assertThat(configuration.describe(true)).containsExactly(
                "# port for clients; two below it is opened too (" + file + ")", "listenPort=20911");
        assertThat(configuration.describe(false)).contains("brokerClusterName=DefaultCluster");
    }

    @Test
    void everyKeyHasAReadableStandardAndStandsOnce() {
        for (Catalog catalog : List.of(BrokerSettings.catalog(), NameServerSettings.catalog())) {
            assertThat(catalog.keys()).isNotEmpty()
                    .allSatisfy(key -> assertThat(key.form().read(key.standard())).isNotNull())
                    .allSatisfy(key -> assertThat(catalog.rows()).filteredOn(row -> row.name().equals(key.name())).hasSize(1));
        }
    }

    private BrokerSettings broker(String... words) {
        return BrokerSettings.read(load(words));
    }

    private Configuration load(String... words) {
        Environment environment =
                new Environment(variables, Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        return Configuration.load(
                BrokerSettings.catalog(), Arguments.parse(words, problems), BrokerSettings.VARIABLES, Map.of(),
                environment, problems);
    }

    private String file(String text) throws IOException {
        Path file = folder.resolve("broker.conf");
        Files.writeString(file, text);
        return file.toString();
    }
}
