package io.skylark.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A table in Markdown whose columns also line up as plain text. The first columns are text, flush left; the others are
/// figures, flush right.
public final class Table {
    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(int textColumns, List<String> heads) {
        this.textColumns = textColumns;
        rows.add(List.copyOf(heads));
    }

    /// @throws IllegalArgumentException when there are not as many cells as heads
    public void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + rows.getFirst().size());
        }
        rows.add(List.copyOf(cells));
    }

    public String render() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            line(rows.get(i), widths, text);
            if (i == 0) {
                rule(widths, text);
            }
        }
        return text.toString();
    }

    private void line(List<String> row, int[] widths, StringBuilder text) {
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            text.append("| ").append(column < textColumns ? cell + space : space + cell).append(' ');
        }
        text.append("|\n");
    }

    private void rule(int[] widths, StringBuilder text) {
        for (int column = 0; column < widths.length; column++) {
            text.append("| ").append("-".repeat(widths[column])).append(column < textColumns ? " " : ":");
        }
        text.append("|\n");
    }

    /// Three significant digits, or all digits before the point.
    public static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /// How many times better, or a dash when there is nothing to divide by.
    public static String ratio(double numerator, double denominator) {
        return denominator > 0 && numerator > 0 ? number(numerator / denominator) : "-";
    }
}
