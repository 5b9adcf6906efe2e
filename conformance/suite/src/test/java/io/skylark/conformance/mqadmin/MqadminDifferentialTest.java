package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What is too much for each build: older tools, and RocketMQ as it runs now.
@Tag("differential")
@Timeout(600)
class MqadminDifferentialTest {
    @ParameterizedTest
    @ValueSource(strings = {"4.9.8", "5.1.4"})
    @EnabledIfSystemProperty(named = "conformance.target", matches = "skylark")
    void olderCommandsPrintWhatTheyPrintOnRocketMq(String version) {
        Transcript played = Session.play(Target.fromSystemProperties(), "session", version);
        Comparison comparison = Comparison.of(Script.read(), version, Transcript.recorded(version), played);
        comparison.assertNothingIsUnknown();
        assertThat(comparison.row("`mqadmin` " + version)).matches(CommandTable::isInTheDocument, "is in the document");
    }

    /// Against RocketMQ as it runs now, not as it was recorded.
    @Test
    void commandsPrintWhatTheyPrintOnRocketMqAtTheSameTime() {
        Transcript theirs = Session.play(Target.of("rocketmq"), "differential-rocketmq", Step.NEWEST);
        Transcript ours = Session.play(Target.of("skylark"), "differential-skylark", Step.NEWEST);
        Comparison.of(Script.read(), Step.NEWEST, theirs, ours).assertNothingIsUnknown();
    }

    /// With `-Dconformance.record.mqadmin=<folder>` transcripts are written.
    @ParameterizedTest
    @ValueSource(strings = {"4.9.8", "5.1.4", Step.NEWEST})
    @EnabledIfSystemProperty(named = "conformance.record.mqadmin", matches = ".+")
    void writesTranscripts(String version) throws IOException {
        Transcript played = Session.play(Target.fromSystemProperties(), "record", version);
        Files.writeString(Path.of(System.getProperty("conformance.record.mqadmin")).resolve(Transcript.file(version)),
                played.text());
    }
}
