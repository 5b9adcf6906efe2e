package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/// Every command of `mqadmin` 5.5.0 prints here what it prints on RocketMQ 5.5.0, or the script says why not.
@Order(2)
class MqadminTest {
    @Test
    @EnabledIfSystemProperty(named = "conformance.target", matches = "skylark")
    void commandsPrintWhatTheyPrintOnRocketMq() {
        Transcript played = Session.play(Target.fromSystemProperties(), "session", Step.NEWEST);
        Comparison comparison = Comparison.of(Script.read(), Step.NEWEST, Transcript.recorded(Step.NEWEST), played);
        comparison.assertNothingIsUnknown();
        assertThat(comparison.gone()).as("differences that are none any more").isEmpty();
        assertThat(comparison.row("`mqadmin` " + Step.NEWEST)).matches(CommandTable::isInTheDocument, "is in the document");
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
        Stream<String> rows = Script.read().stream().filter(Step.Command.class::isInstance).map(Step.Command.class::cast)
                .flatMap(step -> Stream.concat(step.difference().stream(), step.own().stream())).distinct();
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
