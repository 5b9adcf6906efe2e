package io.skylark.server.logging;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.Problems;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogPlanTest {
    private static final Path FILE = Path.of("broker.log");
    private static final Surroundings SHELL = new Surroundings(false, false, true, false, false);
    private static final Surroundings CONTAINER = new Surroundings(false, true, false, false, true);

    @Test
    void aContainerWritesToItsStandardOutput() {
        assertThat(plan(Map.of(), CONTAINER)).isEqualTo(new LogPlan(true, false, FILE));
        assertThat(plan(Map.of(), new Surroundings(true, false, false, false, false)).toStandardOutput()).isTrue();
    }

    @Test
    void whatIsStartedInAShellWritesToFiles() {
        assertThat(plan(Map.of(), SHELL)).isEqualTo(new LogPlan(false, false, FILE));
        // the tutorial with nohup, followed in a container
        assertThat(plan(Map.of(), new Surroundings(false, true, false, true, true)).toStandardOutput()).isFalse();
        // by a terminal in a container, and by a script that a container runs
        assertThat(plan(Map.of(), new Surroundings(true, true, true, false, true)).toStandardOutput()).isFalse();
        assertThat(plan(Map.of(), new Surroundings(false, true, false, false, false)).toStandardOutput()).isFalse();
    }

    @Test
    void whoSaysWhereGetsItThere() {
        assertThat(plan(Map.of("SKYLARK_LOG", "stdout"), SHELL).toStandardOutput()).isTrue();
        assertThat(plan(Map.of("SKYLARK_LOG", "file"), CONTAINER).toStandardOutput()).isFalse();
        assertThat(plan(Map.of("SKYLARK_LOG_FORMAT", "json"), SHELL).json()).isTrue();
        assertThat(plan(Map.of("SKYLARK_LOG_FORMAT", "json"), SHELL, "logFormat=text").json()).isFalse();
    }

    @Test
    void readsWhetherHangupIsIgnored() {
        assertThat(Surroundings.ignoresHangup("SigBlk:\t0000000000000004\nSigIgn:\t0000000000000001\n")).isTrue();
        assertThat(Surroundings.ignoresHangup("SigIgn:\t0000000000001006\nSigCgt:\t1\n")).isFalse();
        assertThat(Surroundings.ignoresHangup("")).isFalse();
    }

    private static LogPlan plan(Map<String, String> variables, Surroundings surroundings, String... words) {
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog(), Arguments.parse(words, problems), BrokerSettings.VARIABLES, Map.of(),
                new Environment(variables, Map.of(), Path.of("no-such-folder"), () -> "machine-1", () -> "192.0.2.7"),
                problems);
        assertThat(problems.errors()).isEmpty();
        return LogPlan.of(configuration, FILE, surroundings);
    }
}
