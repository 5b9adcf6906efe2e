package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Every command of `mqadmin` prints here what it prints on RocketMQ 5.5.0, or the script says why not.
///
/// With `-Dconformance.record.mqadmin=<folder>` the transcripts are written instead.
@Timeout(600)
class MqadminTest {
    private static final String NEWEST = "5.5.0";

    @Tag("differential")
    @ParameterizedTest
    @ValueSource(strings = {"4.9.8", "5.1.4", NEWEST})
    void commandsPrintWhatTheyPrintOnRocketMq(String version) throws IOException {
        Transcript played = Session.play(Target.fromSystemProperties(), "session", version);
        String file = "mqadmin-" + version + ".txt";
        String target = System.getProperty("conformance.record.mqadmin", "");
        if (!target.isEmpty()) {
            Files.writeString(Path.of(target).resolve(file), played.text());
            return;
        }
        Transcript recorded = Transcript.parse(Resources.text(file));
        assertThat(played.outputs().keySet()).isEqualTo(recorded.outputs().keySet());
        Comparison comparison = Comparison.of(Script.read(), recorded, played);
        System.out.println("mqadmin " + version + ": " + played.outputs().size() + " commands, "
                + comparison.unknown().size() + " unknown differences");
        assertThat(comparison.unknown()).as(String.join("\n", comparison.unknown())).isEmpty();
        if (version.equals(NEWEST)) {
            assertThat(comparison.gone()).as("differences that are none any more").isEmpty();
        }
    }

    /// Against RocketMQ as it runs now, not as it was recorded.
    @Test
    @Tag("differential")
    void commandsPrintWhatTheyPrintOnRocketMqAtTheSameTime() {
        Transcript theirs = Session.play(Target.of("rocketmq"), "differential-rocketmq", NEWEST);
        Transcript ours = Session.play(Target.of("skylark"), "differential-skylark", NEWEST);
        Comparison comparison = Comparison.of(Script.read(), theirs, ours);
        assertThat(comparison.unknown()).as(String.join("\n", comparison.unknown())).isEmpty();
    }

    /// Ours is a process for each command: too slow for each build.
    @Test
    @Tag("differential")
    void ourOwnMqadminPrintsTheSame() {
        Transcript ours = Session.playOwn(Target.of("skylark"), "session",
                Path.of(System.getProperty("skylark.home")), NEWEST);
        Comparison comparison =
                Comparison.of(Script.read(), Transcript.parse(Resources.text("mqadmin-5.5.0.txt")), ours);
        assertThat(comparison.unknown()).as(String.join("\n", comparison.unknown())).isEmpty();
    }

    @Test
    void theScriptHasEveryCommandOfTheList() {
        Set<String> played = Script.read().stream().filter(Step.Command.class::isInstance)
                .map(step -> ((Step.Command) step).command()).collect(Collectors.toSet());
        assertThat(CommandTable.commands()).filteredOn(command -> !played.contains(command))
                .containsExactly(CommandTable.NOT_COMPARED);
    }

    @Test
    void everyDifferenceIsARowOfTheDocument() throws IOException {
        String document = Files.readString(CommandTable.document());
        List<String> rows = Script.read().stream().filter(Step.Command.class::isInstance)
                .flatMap(step -> ((Step.Command) step).difference().stream()).distinct().toList();
        assertThat(rows).allSatisfy(row -> assertThat(document).contains("| " + row + " |"));
    }

    /// With `-Dconformance.write.documents=true` the table is written.
    @Test
    void theDocumentHasTheTableOfCommands() throws IOException {
        String document = Files.readString(CommandTable.document());
        String wanted = CommandTable.replacedIn(document);
        if (Boolean.getBoolean("conformance.write.documents")) {
            Files.writeString(CommandTable.document(), wanted);
            return;
        }
        assertThat(document).isEqualTo(wanted);
    }
}
