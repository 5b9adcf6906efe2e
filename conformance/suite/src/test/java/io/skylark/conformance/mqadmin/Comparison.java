package io.skylark.conformance.mqadmin;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Two transcripts of the script side by side.
///
/// @param unknown steps that differ and have no mark in the script, with both outputs
/// @param gone steps that have a mark and do not differ
record Comparison(List<String> unknown, List<String> gone) {
    static Comparison of(List<Step> script, Transcript theirs, Transcript ours) {
        List<String> unknown = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Step step : script) {
            if (step instanceof Step.Command command) {
                String expected = theirs.outputs().get(command.name());
                String output = ours.outputs().get(command.name());
                boolean same = Objects.equals(expected, output);
                if (!same && !command.marked()) {
                    unknown.add("$ " + command.name() + "\n--- RocketMQ\n" + expected + "\n--- here\n" + output + "\n");
                }
                if (same && command.marked()) {
                    gone.add(command.name());
                }
            }
        }
        return new Comparison(unknown, gone);
    }
}
