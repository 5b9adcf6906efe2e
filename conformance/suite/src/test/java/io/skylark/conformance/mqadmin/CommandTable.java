package io.skylark.conformance.mqadmin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of commands in `docs/compatibility.md`, made from the script: what a command of it comes to.
final class CommandTable {
    /// Prints nothing and leaves clients behind it that only the end of its process stops.
    static final String NOT_COMPARED = "startMonitoring";

    private static final Pattern LISTED = Pattern.compile("(?m)^ +([A-Za-z]\\w+) {2,}\\S.*$");
    private static final String BEGIN = "<!-- commands of mqadmin: from the conformance script -->\n";
    private static final String END = "<!-- end of the commands -->\n";

    private CommandTable() {
    }

    static Path document() {
        return Path.of(System.getProperty("conformance.classpaths")).resolve("../docs/compatibility.md");
    }

    /// The commands that `mqadmin` 5.5.0 lists, in its order.
    static List<String> commands() {
        String list = Transcript.recorded(Step.NEWEST).outputs().get("");
        return LISTED.matcher(list).results().map(line -> line.group(1)).toList();
    }

    static boolean isInTheDocument(String line) {
        try {
            return Files.readString(document()).lines().anyMatch(line::equals);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + document(), e);
        }
    }

    /// The document with the table as it should be.
    static String replacedIn(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the document has no place for the table of commands");
        }
        return document.substring(0, begin + BEGIN.length()) + table() + document.substring(end);
    }

    private static String table() {
        List<Step.Command> script = Script.read().stream().filter(Step.Command.class::isInstance)
                .map(Step.Command.class::cast).toList();
        StringBuilder table = new StringBuilder("\n| command | against Skylark |\n|---|---|\n");
        for (String command : commands()) {
            List<Step.Command> steps = script.stream().filter(step -> step.command().equals(command)).toList();
            table.append("| ").append(command).append(" | ").append(verdict(steps)).append(" |\n");
        }
        return table.append('\n').toString();
    }

    private static String verdict(List<Step.Command> steps) {
        List<Step.Command> marked = steps.stream().filter(step -> step.marked(Step.NEWEST)).toList();
        Set<String> refusals = marked.stream().flatMap(step -> step.refusal().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> differences = marked.stream().flatMap(step -> step.difference().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (steps.isEmpty()) {
            return "not compared: it prints nothing, and runs until it is stopped";
        }
        List<String> parts = new ArrayList<>();
        if (marked.isEmpty()) {
            parts.add("the same");
        }
        if (!refusals.isEmpty()) {
            parts.add("refused: " + String.join("; ", refusals));
        }
        if (!differences.isEmpty()) {
            parts.add("differs: " + String.join("; ", differences));
        }
        return String.join("; ", parts);
    }
}
