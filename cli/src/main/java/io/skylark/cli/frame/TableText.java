package io.skylark.cli.frame;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Rows under headers, numbers to the right.
final class TableText {
    private static final String GAP = "  ";

    private TableText() {}

    static <T> void print(List<Columns.Column<T>> columns, Collection<T> rows, PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Columns.Column::header).toList());
        rows.forEach(row -> lines.add(columns.stream().map(column -> CellText.of(column.of(row))).toList()));
        int count = columns.size();
        int[] widths = new int[count];
        boolean[] right = new boolean[count];
        for (int i = 0; i < count; i++) {
            int at = i;
            widths[i] = lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0);
            right[i] = rows.stream().anyMatch(row -> columns.get(at).of(row) instanceof Number);
        }
        lines.forEach(line -> out.println(line(line, widths, right)));
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            text.append(i == 0 ? "" : GAP).append(right[i] ? blanks + cells.get(i) : cells.get(i) + blanks);
        }
        return text.toString().stripTrailing();
    }

    /// One row, a line for each column.
    static <T> void printOne(List<Columns.Column<T>> columns, T row, PrintWriter out) {
        int width = columns.stream().mapToInt(column -> column.header().length()).max().orElse(0);
        for (Columns.Column<T> column : columns) {
            String header = column.header();
            out.println(header + " ".repeat(width - header.length()) + GAP + CellText.of(column.of(row)));
        }
    }
}
