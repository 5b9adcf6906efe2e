package io.skylark.conformance.mqadmin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What the commands of a run printed, by the names of their steps.
record Transcript(Map<String, String> outputs) {
    private static final String PROMPT = "$ ";
    private static final String INDENT = "  ";

    /// Reads one that [#text] wrote.
    static Transcript parse(String text) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String part : text.split("(?m)^\\$ ?")) {
            int end = part.indexOf('\n');
            if (end >= 0) {
                outputs.put(part.substring(0, end).strip(), part.substring(end + 1).lines()
                        .map(line -> line.isEmpty() ? line : line.substring(INDENT.length())).collect(Collectors.joining("\n")));
            }
        }
        return new Transcript(outputs);
    }

    /// As a session of a shell, the output indented.
    String text() {
        StringBuilder text = new StringBuilder();
        outputs.forEach((step, output) -> {
            text.append(PROMPT).append(step).append('\n');
            output.lines().forEach(line -> text.append((INDENT + line).stripTrailing()).append('\n'));
        });
        return text.toString().replaceAll("(?m)[ ]+$", "");
    }
}
