package io.skylark.conformance.mqadmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/// Two transcripts of the script side by side.
///
/// @param same how many steps do not differ
/// @param marked how many steps differ as the script says
/// @param unknown steps that differ and have no mark in the script, with both outputs
/// @param gone steps that have a mark and do not differ
record Comparison(int same, int marked, List<String> unknown, List<String> gone) {
    /// @param version of the tools that printed both
    static Comparison of(List<Step> script, String version, Transcript theirs, Transcript ours) {
        return of(script, command -> command.marked(version), theirs, ours);
    }

    /// Theirs of the official `mqadmin`, ours of our own.
    static Comparison ofOwn(List<Step> script, Transcript theirs, Transcript ours) {
        return of(script, Step.Command::markedAsOwn, theirs.withoutClient(), ours.withoutClient());
    }

    private static Comparison of(
            List<Step> script, Predicate<Step.Command> marked, Transcript theirs, Transcript ours) {
        assertThat(ours.outputs().keySet()).isEqualTo(theirs.outputs().keySet());
        int same = 0;
        int markedSteps = 0;
        List<String> unknown = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Step step : script) {
            if (step instanceof Step.Command command) {
                String expected = theirs.outputs().get(command.name());
                String output = ours.outputs().get(command.name());
                boolean known = marked.test(command);
                if (Objects.equals(expected, output)) {
                    same++;
                    if (known) {
                        gone.add(command.name());
                    }
                } else if (known) {
                    markedSteps++;
                } else {
                    unknown.add("$ " + command.name() + "\n--- RocketMQ\n" + expected + "\n--- here\n" + output + "\n");
                }
            }
        }
        return new Comparison(same, markedSteps, unknown, gone);
    }

    void assertNothingIsUnknown() {
        assertThat(unknown).as(String.join("\n", unknown)).isEmpty();
    }

    /// The row of the table in `docs/compatibility.md`.
    String row(String tool) {
        return "| " + tool + " | " + (same + marked) + " | " + same + " | " + marked + " |";
    }
}
