package io.skylark.conformance.mqadmin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The output of a command without what differs from run to run: names stand for it.
final class Steady {
    /// What is looked at of a command that does not end by itself: its heading and a row.
    static final int BRIEF_LINES = 2;

    /// Where an exception was thrown, what the logger of the tools says about itself, and clients of commands that ended
    /// without stopping them: here they share a process with the next command.
    private static final Pattern NOISE = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)|SLF4J: .*"
            + "|TOOLS_CONSUMER .*|.*@\\d+@STREAM,.*|.*clientId=[\\d.]+@\\d{13},.*");

    /// Who, where and when.
    private static final Map<Pattern, String> IDENTITIES = patterns(
            "\\b[0-9A-F]{32,}\\b *", "ID ",
            "\\b127\\.0\\.0\\.1:\\d+", "ADDRESS",
            "\\b20\\d\\d-\\d\\d-\\d\\d[ #]\\d\\d:\\d\\d:\\d\\d([:,.]\\d{1,3})?", "TIME",
            "\\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d \\S+ 20\\d\\d\\b", "TIME",
            "\\b1[6-9]\\d{11}\\b", "MILLIS",
            "HOME/store/\\w+", "HOME/store",
            "\\$\\$Lambda/\\w+", "LAMBDA",
            "@[0-9a-f]{5,8}\\b", "@HASH");

    /// The properties of a message, which come in the order of a hash table: of the client's, which is another from version
    /// to version, and where its places are few, of the broker's.
    private static final Pattern PROPERTIES = Pattern.compile("(?<=properties=\\{|^Properties: {10}\\{)[^}]*");

    /// How much and how fast.
    private static final Map<Pattern, String> AMOUNTS = patterns(
            "\\b(storeSize|commitLogOffset)=\\d+", "$1=N",
            "(?<=CommitLog Offset: {3})\\s*\\d+", " N",
            "(?<![\\d.])\\d+\\.\\d{2,}(?![\\d.])", "DECIMAL",
            "(?<=@)\\d+ *$", "N",
            "spentTimeMills=\\d+", "spentTimeMills=N",
            "(?<=Topic Put TPS: )\\S+", "N",
            "\\b\\d+ ?ms\\b( +(?= ))?", "N ms");

    private static final Pattern FIGURES =
            Pattern.compile("(?<![\\w.])(?<!\\w-)-?\\d+(\\.\\d+)?(E-?\\d+)?( -?\\d+(\\.\\d+)?(E-?\\d+)?)*");
    private static final Pattern HEADING = Pattern.compile("^[#=]");

    /// Names by what they stand for, the longest first.
    private final Map<String, String> names = new TreeMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private static Map<Pattern, String> patterns(String... whatsAndNames) {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        for (int i = 0; i < whatsAndNames.length; i += 2) {
            patterns.put(Pattern.compile(whatsAndNames[i]), whatsAndNames[i + 1]);
        }
        return patterns;
    }

    /// From now on this name stands for this value.
    void name(String name, String value) {
        names.put(value, name);
    }

    String steady(Step.Command step, Said said) {
        List<String> lines = said.text().lines().filter(line -> !NOISE.matcher(line).matches())
                .map(line -> line(step, line)).toList();
        if (step.headings()) {
            lines = lines.stream().filter(line -> HEADING.matcher(line).find()).toList();
        }
        if (step.brief()) {
            lines = lines.stream().limit(BRIEF_LINES).toList();
        }
        if (step.sorted()) {
            lines = lines.stream().sorted().toList();
        }
        return String.join("\n", lines).stripTrailing() + (said.exitCode() == 0 || step.brief() ? "" : "\nexit " + said.exitCode());
    }

    private String line(Step.Command step, String line) {
        String text = line;
        for (Map.Entry<String, String> each : names.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        for (Map.Entry<Pattern, String> each : IDENTITIES.entrySet()) {
            text = each.getKey().matcher(text).replaceAll(each.getValue());
        }
        if (step.figures()) {
            return FIGURES.matcher(text.replace("MILLIS", "0").replaceAll(" +", " ")).replaceAll("N").stripTrailing();
        }
        for (Map.Entry<Pattern, String> each : AMOUNTS.entrySet()) {
            text = each.getKey().matcher(text).replaceAll(each.getValue());
        }
        return PROPERTIES.matcher(text).replaceAll(Steady::inOrder).stripTrailing();
    }

    private static String inOrder(MatchResult properties) {
        return Matcher.quoteReplacement(
                Arrays.stream(properties.group().split(", ")).sorted().collect(Collectors.joining(", ")));
    }
}
