package io.skylark.conformance.differential;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Every difference between the answers of the two servers is known, and stands in `docs/compatibility.md`.
@Tag("differential")
final class DifferentialTest {
    /// One step after the other of one subject.
    @FunctionalInterface
    private interface Script {
        void play(Conversation server) throws IOException;
    }

    private static final List<Script> SCRIPTS = List.of(
            Scripts::sends, Scripts::pulls, Scripts::offsets, Scripts::transactions, Scripts::locks, Scripts::errors);

    /// Steps with a difference on purpose, and the rows of the document that say why.
    private static final Map<String, String> KNOWN = Map.of(
            "send empty body", "an empty body",
            "what was committed", "properties of a committed message",
            "roll back", "remark of a rollback",
            "roll back again", "remark of a rollback",
            "roll back what was committed", "a decision that contradicts the one before",
            "commit what was rolled back", "a decision that contradicts the one before",
            "place of the next message", "a decision that is repeated");

    @Test
    void differsWhereItSaysSoOnly() throws IOException {
        Map<String, Outcome> theirs = play("rocketmq");
        Map<String, Outcome> ours = play("skylark");
        List<String> unknown = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        System.out.println("differential: step | RocketMQ | Skylark");
        theirs.forEach((step, outcome) -> {
            Outcome other = ours.get(step);
            boolean same = outcome.equals(other);
            if (!same) {
                System.out.println("differential: " + step + " | " + outcome + " | " + other);
            }
            if (!same && !KNOWN.containsKey(step)) {
                unknown.add(step);
            }
            if (same && KNOWN.containsKey(step)) {
                gone.add(step);
            }
        });
        System.out.println("differential: " + theirs.size() + " steps, " + KNOWN.size() + " known differences");
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(unknown).as("differences that no row explains").isEmpty();
        assertThat(gone).as("differences that are no longer there").isEmpty();
    }

    private static Map<String, Outcome> play(String name) throws IOException {
        Path folder = Path.of(System.getProperty("conformance.work")).resolve("differential-" + name);
        try (Server server = Target.of(name).server(folder, Layout.ONE_PROCESS)) {
            server.start();
            Map<String, Outcome> outcomes = new LinkedHashMap<>();
            for (Script script : SCRIPTS) {
                try (Conversation conversation = new Conversation(server)) {
                    script.play(conversation);
                    outcomes.putAll(conversation.outcomes());
                }
            }
            return outcomes;
        }
    }
}
