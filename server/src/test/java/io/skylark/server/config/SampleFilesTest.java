package io.skylark.server.config;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The sample files that RocketMQ ships with, by what is in them.
class SampleFilesTest {
    private static final String NO_REPLICATION = "there is no replication yet";

    /// Those that ask for what is not here, with what each is told.
    private static final Map<String, List<String>> REFUSED = Map.of(
            "2m-2s-async-broker-a-s.properties", List.of("brokerRole=SLAVE", NO_REPLICATION),
            "2m-2s-async-broker-b-s.properties", List.of("brokerRole=SLAVE", NO_REPLICATION),
            "2m-2s-sync-broker-a-s.properties", List.of("brokerRole=SLAVE", NO_REPLICATION),
            "2m-2s-sync-broker-b-s.properties", List.of("brokerRole=SLAVE", NO_REPLICATION),
            "dledger-broker-n", List.of("enableDLegerCommitLog=true", NO_REPLICATION),
            "container-broker-container1.conf", List.of("brokerConfigPaths=", "a process of its own"),
            "container-broker-b-in-container1.conf", List.of("brokerRole=SLAVE", NO_REPLICATION),
            "controller-broker-n1.conf", List.of("enableControllerMode=true", "brokerRole=SLAVE", "brokerId=-1"),
            "controller-namesrv-n0.conf", List.of("enableControllerInNamesrv=true"),
            "plain-acl-broker.conf", List.of("aclEnable=true", "every client would be let in"));

    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    static List<Path> samples() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(SampleFilesTest.class.getResource("samples").toURI()))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void loadsOrSaysWhyNot(Path sample) {
        String name = String.valueOf(sample.getFileName());
        read(sample, name.contains("namesrv"));

        List<String> expected = REFUSED.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
        assertThat(problems.warnings()).isEmpty();
        assertThat(problems.errors().isEmpty()).as(problems.errors().toString()).isEqualTo(expected.isEmpty());
        String said = String.join("\n", problems.errors());
        assertThat(expected).allSatisfy(text -> assertThat(said).contains(text));
    }

    @Test
    void thereAreSamples() throws IOException, URISyntaxException {
        assertThat(samples()).hasSizeGreaterThan(15);
    }

    private void read(Path sample, boolean nameServer) {
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        Arguments arguments = Arguments.parse(new String[] {"-c", sample.toString()}, problems);
        if (nameServer) {
            NameServerSettings.read(Configuration.load(
                    NameServerSettings.catalog(), arguments, NameServerSettings.VARIABLES, Map.of(), environment, problems));
        } else {
            BrokerSettings.read(Configuration.load(
                    BrokerSettings.catalog(), arguments, BrokerSettings.VARIABLES, Map.of(), environment, problems));
        }
    }
}
