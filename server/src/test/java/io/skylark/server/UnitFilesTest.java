package io.skylark.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The units of the distribution say what systemd understands, and name files that are in the archive.
class UnitFilesTest {
    private static final Path DISTRIBUTION = Path.of("..", "distribution", "src", "dist");
    private static final String INSTALLED = "/opt/skylark/";
    private static final Pattern INSTALLED_FILE = Pattern.compile(INSTALLED + "([\\w./-]+)");

    /// Those of systemd.unit(5), systemd.service(5), systemd.kill(5) and systemd.exec(5) that version 249, the oldest in
    /// use, knows.
    private static final Map<String, Set<String>> DIRECTIVES = Map.of(
            "Unit", Set.of("Description", "Documentation", "Wants", "After", "Requires", "Before"),
            "Service", Set.of(
                    "Type", "ExecStart", "ExecReload", "Environment", "EnvironmentFile", "User", "Group", "StateDirectory",
                    "WorkingDirectory", "TimeoutStartSec", "TimeoutStopSec", "SuccessExitStatus", "Restart", "RestartSec",
                    "WatchdogSec", "WatchdogSignal", "LimitNOFILE", "NoNewPrivileges", "ProtectSystem", "ProtectHome",
                    "PrivateTmp", "PrivateDevices", "ProtectClock", "ProtectControlGroups", "ProtectHostname",
                    "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "LockPersonality",
                    "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID",
                    "SystemCallArchitectures", "CapabilityBoundingSet", "UMask"),
            "Install", Set.of("WantedBy"));

    private static List<String> lines(String unit) throws IOException {
        return Files.readAllLines(DISTRIBUTION.resolve("systemd").resolve(unit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"skylark-broker.service", "skylark-namesrv.service"})
    void saysWhatSystemdUnderstands(String unit) throws IOException {
        Set<String> sections = new TreeSet<>();
        String section = "";
        for (String line : lines(unit)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                sections.add(section);
            } else if (!line.isEmpty() && (!line.startsWith("#") || line.startsWith("#Watchdog"))) {
                String name = line.replaceFirst("^#", "").replaceFirst("=.*", "");
                assertThat(DIRECTIVES.getOrDefault(section, Set.of())).as("[%s] %s", section, line).contains(name);
            }
        }

        assertThat(sections).containsExactly("Install", "Service", "Unit");
        assertThat(lines(unit)).contains("Type=notify", "SuccessExitStatus=143");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skylark-broker.service", "skylark-namesrv.service"})
    void namesFilesOfTheArchive(String unit) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher matcher = INSTALLED_FILE.matcher(String.join("\n", lines(unit)));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }

        assertThat(named).contains("systemd/" + unit).hasSizeGreaterThan(3);
        assertThat(named).allSatisfy(file -> assertThat(
                Stream.of(DISTRIBUTION, Path.of("..")).map(folder -> folder.resolve(file))).anyMatch(Files::isRegularFile));
    }

    /// systemd believes only the process that it started, and that is the shell of the script.
    @ParameterizedTest
    @ValueSource(strings = {"mqbroker", "mqnamesrv"})
    void theScriptBecomesTheServer(String script) throws IOException {
        assertThat(Files.readString(DISTRIBUTION.resolve("bin").resolve(script)).strip())
                .contains("\n. \"$home/bin/launch.sh\"\n").containsPattern("\nrun \\S+ \"\\$@\"$");
        assertThat(Files.readString(DISTRIBUTION.resolve("bin").resolve("launch.sh")).strip())
                .endsWith("    exec \"$java\" \"$@\"\n}");
    }
}
