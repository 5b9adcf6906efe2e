package io.skylark.conformance.mqadmin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Comparator;
import java.util.regex.Pattern;

/// The output of a command without what differs from run to run: names stand for it.
final class Steady {
    /// What is looked at of a command that does not end by itself: its heading and a row.
    static final int BRIEF_LINES = 2;

    /// Where an exception was thrown, and what the logger of the tools says about itself.
    private static final Pattern NOISE = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)|SLF4J: .*");

    private static final Map<Pattern, String> PATTERNS = new LinkedHashMap<>();

    static {
        pattern("\\b[0-9A-F]{32,}\\b *", "ID ");
        pattern("\\b127\\.0\\.0\\.1:\\d+", "ADDRESS");
        pattern("\\b20\\d\\d-\\d\\d-\\d\\d[ #]\\d\\d:\\d\\d:\\d\\d([:,.]\\d{1,3})?", "TIME");
        pattern("\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d \\S+ 20\\d\\d\\b", "TIME");
        pattern("\\b1[6-9]\\d{11}\\b", "MILLIS");
        pattern("\\b(storeSize|commitLogOffset|queueOffset)=\\d+", "$1=N");
        pattern("(?<![\\d.])\\d+\\.\\d{2,}(?![\\d.])", "DECIMAL");
        pattern("\\b\\d+ ?ms\\b", "N ms");
    }

    private static final Pattern FIGURE = Pattern.compile("\\d+(\\.\\d+)?");

    /// Names by what they stand for, the longest first.
    private final Map<String, String> names = new TreeMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private static void pattern(String what, String name) {
        PATTERNS.put(Pattern.compile(what), name);
    }

    /// From now on this name stands for this value.
    void name(String name, String value) {
        names.put(value, name);
    }

    String steady(Step.Command step, Said said) {
        List<String> lines = said.text().lines().filter(line -> !NOISE.matcher(line).matches())
                .map(line -> line(step, line)).toList();
        if (step.brief()) {
            lines = lines.stream().limit(BRIEF_LINES).toList();
        }
        if (step.sorted()) {
            lines = lines.stream().sorted().toList();
        }
        return String.join("\n", lines) + (said.exitCode() == 0 || step.brief() ? "" : "\nexit " + said.exitCode());
    }

    private String line(Step.Command step, String line) {
        String text = line;
        for (Map.Entry<String, String> each : names.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        for (Map.Entry<Pattern, String> each : PATTERNS.entrySet()) {
            text = each.getKey().matcher(text).replaceAll(each.getValue());
        }
        if (step.figures()) {
            text = FIGURE.matcher(text).replaceAll("N").replaceAll(" +", " ");
        }
        return text.stripTrailing();
    }
}
