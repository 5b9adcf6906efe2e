package io.skylark.conformance.differential;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.nio.file.Files;
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
            Scripts::sends, Scripts::pulls, Scripts::offsets, Scripts::locks, Scripts::errors, FilterScript::play,
            GroupScript::play, ReplyScript::play, RetryScript::play, DelayScript::play, PopScript::play,
            TransactionScript::play);

    /// Both servers ask after a second, and twice; both refuse delays of more than three days.
    private static final String[] CONFIGURATION = {"transactionTimeOut=1000", "transactionCheckInterval=1000",
        "transactionCheckMax=2", "timerMaxDelaySec=259200"};

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
            if (!same && !KnownDifferences.ROWS.containsKey(step)) {
                unknown.add(step);
            }
            if (same && KnownDifferences.ROWS.containsKey(step)) {
                gone.add(step);
            }
        });
        System.out.println("differential: " + theirs.size() + " steps, "
                + KnownDifferences.ROWS.size() + " known differences");
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        assertThat(unknown).as("differences that no row explains").isEmpty();
        assertThat(gone).as("differences that are no longer there").isEmpty();
    }

    @Test
    void everyKnownDifferenceIsARowOfTheDocument() throws IOException {
        String document = Files.readString(
                Path.of(System.getProperty("conformance.classpaths")).resolve("../docs/compatibility.md"));
        assertThat(KnownDifferences.ROWS.values()).allSatisfy(what -> assertThat(document).contains("| " + what));
    }

    private static Map<String, Outcome> play(String name) throws IOException {
        Path folder = Path.of(System.getProperty("conformance.work")).resolve("differential-" + name);
        try (Server server = Target.of(name).server(folder, Layout.ONE_PROCESS, CONFIGURATION)) {
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
