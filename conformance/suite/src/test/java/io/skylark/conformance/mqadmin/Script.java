package io.skylark.conformance.mqadmin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the steps from `script.txt`, whose head tells how it is written.
final class Script {
    private static final Pattern COMMAND =
            Pattern.compile("(?<marks>(?:(?:sorted|figures|headings|brief) )*)\\$ ?(?<arguments>.*?)(?: > (?<until>.*))?");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern MARK = Pattern.compile("(?<whose>older |own )?(?<kind>differs|refused) (?<reason>.*)");

    private final Map<String, Integer> times = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private Optional<String> difference = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private Optional<String> own = Optional.empty();
    private boolean older;

    private Script() {
    }

    static List<Step> read() {
        Script script = new Script();
        Resources.text("script.txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(script::line);
        return script.steps;
    }

    private void line(String line) {
        Matcher command = COMMAND.matcher(line);
        Matcher mark = MARK.matcher(line);
        if (mark.matches()) {
            Optional<String> reason = Optional.of(mark.group("reason"));
            if ("own ".equals(mark.group("whose"))) {
                own = reason;
            } else {
                difference = mark.group("kind").equals("differs") ? reason : Optional.empty();
                refusal = mark.group("kind").equals("refused") ? reason : Optional.empty();
                older = mark.group("whose") != null;
            }
        } else if (command.matches()) {
            steps.add(command(command));
            difference = Optional.empty();
            refusal = Optional.empty();
            own = Optional.empty();
            older = false;
        } else {
            steps.add(new Step.Preparation(List.of(line.split(" ", line.startsWith("file ") ? 3 : 0))));
        }
    }

    private Step.Command command(Matcher line) {
        String text = line.group("arguments");
        int time = times.merge(text, 1, Integer::sum);
        Set<String> marks = Set.copyOf(Arrays.asList(line.group("marks").split(" ")));
        return new Step.Command(time == 1 ? text : text + " #" + time, words(text), marks.contains("sorted"),
                marks.contains("figures"), marks.contains("headings"), marks.contains("brief"),
                Pattern.compile(Optional.ofNullable(line.group("until")).orElse("")), difference, refusal,
                older, own);
    }

    /// The words of a line; blanks between single quotes are part of one.
    private static List<String> words(String text) {
        return WORD.matcher(text).results()
                .map(word -> Optional.ofNullable(word.group(1)).orElseGet(() -> word.group(2))).toList();
    }
}
