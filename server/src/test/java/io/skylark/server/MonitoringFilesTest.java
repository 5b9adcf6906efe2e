package io.skylark.server;

import io.skylark.console.metrics.Metric;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The dashboard and the alert rules ask for metrics that there are.
class MonitoringFilesTest {
    private static final Path FOLDER = Path.of("..", "distribution", "src", "dist", "monitoring");
    private static final Pattern NAME = Pattern.compile("\\b(?:rocketmq|skylark)_[a-z_]+\\b");
    private static final Set<String> ALL = Set.copyOf(Metric.allSeriesNames());

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @Test
    void theDashboardNamesMetricsThatExist() throws IOException {
        byte[] json = Files.readAllBytes(FOLDER.resolve("grafana-dashboard.json"));

        assertThat(Json.tree(json)).isNotNull();
        assertThat(names(Files.readString(FOLDER.resolve("grafana-dashboard.json")))).hasSizeGreaterThan(25).isSubsetOf(ALL);
    }

    @Test
    void theAlertRulesNameMetricsThatExist() throws IOException {
        assertThat(names(Files.readString(FOLDER.resolve("prometheus-alerts.yml")))).hasSizeGreaterThan(7).isSubsetOf(ALL);
    }
}
