package io.skylark.conformance.mqadmin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the commands of a run printed, by the names of their steps.
record Transcript(Map<String, String> outputs) {
    private static final String PROMPT = "$ ";
    private static final String INDENT = "  ";
    private static final Pattern CLIENT_PROPERTY = Pattern.compile("\\b(MIN|MAX)_OFFSET=\\d+, ");
    private static final Pattern FAILURE = Pattern.compile("(?m)(^((Caused by: )?(org\\.apache|java)\\.[\\w.]+Exception\\b.*"
            + "|(For more information, please visit the url,|See) https?://.*|mqadmin: \\w+ failed: .*)(\\n|$))+");

    /// What the tools of a version printed on RocketMQ 5.5.0.
    static Transcript recorded(String version) {
        return parse(Resources.text(file(version)));
    }

    static String file(String version) {
        return "mqadmin-" + version + ".txt";
    }

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

    /// Without what our own `mqadmin` prints otherwise wherever it comes: one word stands for what a command that fails says,
    /// exceptions there and a sentence here; properties that only a client adds are left out.
    Transcript withoutClient() {
        Map<String, String> without = new LinkedHashMap<>();
        outputs.forEach((step, output) -> without.put(step, CLIENT_PROPERTY.matcher(
                FAILURE.matcher(output).replaceAll("FAILED\n")).replaceAll("").strip()));
        return new Transcript(without);
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
