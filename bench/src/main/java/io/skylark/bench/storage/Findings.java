package io.skylark.bench.storage;

import io.skylark.bench.compare.Table;
import java.io.PrintStream;
import java.util.List;

/// What the rows found, in order; each figure is also told as soon as it is there.
final class Findings {
    private static final List<String> HEADS = List.of("row", "figure", "value", "goal", "met");

    private final PrintStream progress;
    private final Table table = new Table(HEADS.size(), HEADS);
    private String row = "";

    Findings(PrintStream progress) {
        this.progress = progress;
    }

    /// The figures that follow belong to this row.
    void begin(String title) {
        row = title;
        progress.println(title);
    }

    void add(String figure, String value) {
        put(figure, value, "", "");
    }

    /// @param goal in words
    void goal(String figure, String goal, boolean met, String value) {
        put(figure, value, goal, met ? "yes" : "NO");
    }

    /// A figure that could not be taken, and why.
    void skipped(String figure, String reason) {
        put(figure, "not measured: " + reason, "", "");
    }

    private void put(String figure, String value, String goal, String met) {
        progress.printf("  %s: %s%s%n", figure, value, goal.isEmpty() ? "" : " (goal " + goal + ": " + met + ")");
        table.add(List.of(row, figure, value.replace('|', '/').replace('\n', ' '), goal, met));
    }

    /// The table in Markdown.
    String render() {
        return table.render();
    }
}
