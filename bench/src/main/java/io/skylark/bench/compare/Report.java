package io.skylark.bench.compare;

import io.skylark.bench.peer.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a comparison brought, and how it reads.
///
/// @param starts by the name of the peer
public record Report(List<Peer> peers, List<Line> lines, Map<String, StartFigures> starts, Setting setting) {
    /// A machine with a load above this was not ours alone.
    private static final double QUIET = 0.5;
    private static final List<String> HEADS = List.of("work", "peer", "msg/s", "MB/s", "p50 us", "p99 us", "p99.9 us",
            "CPU us/msg", "RSS MiB", "load %", "failed", "x msg/s", "x p50", "x p99", "x CPU", "x RSS");
    private static final List<String> START_HEADS = List.of("start", "boot line ms", "first message ms", "idle MiB",
            "x first message", "x idle");

    /// Under what circumstances.
    ///
    /// @param measured length of each row
    /// @param machine what it does without servers; empty when that was not measured
    /// @param touchedBytes of free memory, before each row
    /// @param systemLoad before the rounds: the largest load average, of the servers and others
    public record Setting(int repeats, Duration measured, String machine, long touchedBytes, double systemLoad) {}

    /// One row on one peer.
    ///
    /// @param figures absent when the row never came to an end on this peer
    /// @param refusal why it did not
    public record Line(Row row, String peer, @Nullable Figures figures, String refusal) {}

    /// The tables in Markdown.
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d processors, Java %s; median of %d; %.1f s a row",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), setting.repeats(),
                setting.measured().toMillis() / 1e3));
        text.append(setting.machine().isEmpty() ? ".\n" : ".\nThe machine: " + setting.machine() + ".\n");
        if (setting.touchedBytes() > 0) {
            text.append(String.format(Locale.ROOT, "%d MiB of free memory were touched before each row.%n",
                    setting.touchedBytes() >> 20));
        }
        if (setting.systemLoad() > QUIET) {
            text.append(String.format(Locale.ROOT,
                    "The machine was not quiet: load average %.1f. These figures are rough.%n", setting.systemLoad()));
        }
        text.append('\n');
        for (Peer peer : peers) {
            text.append("- ").append(peer.name()).append(": ").append(peer.description()).append('\n');
        }
        text.append("\nColumns with x say how many times better than ").append(peers.getFirst().name())
                .append(" (msg/s: more is better; all else: less).\n")
                .append("load %: of one processor, by the load generator itself.\n\n");
        text.append(startTable()).append('\n');
        if (!lines.isEmpty()) {
            text.append(table());
        }
        lines.stream().filter(line -> !line.refusal().isEmpty()).forEach(line -> text.append("\n- ")
                .append(line.row().id()).append(" on ").append(line.peer()).append(": ").append(line.refusal())
                .append('\n'));
        return text.toString();
    }

    private String startTable() {
        Table table = new Table(1, START_HEADS);
        StartFigures first = starts.get(peers.getFirst().name());
        starts.forEach((peer, figures) -> table.add(List.of(peer, Table.number(figures.bootMillis()),
                figures.firstMessageMillis() > 0 ? Table.number(figures.firstMessageMillis()) : "-",
                Table.number(figures.idleMebibytes()),
                first == null ? "-" : Table.ratio(first.firstMessageMillis(), figures.firstMessageMillis()),
                first == null ? "-" : Table.ratio(first.idleMebibytes(), figures.idleMebibytes()))));
        return table.render();
    }

    private String table() {
        Table table = new Table(2, HEADS);
        for (Line line : lines) {
            Figures figures = line.figures();
            table.add(figures == null ? emptyCells(line) : cells(line, figures, first(line.row())));
        }
        return table.render();
    }

    private @Nullable Figures first(Row row) {
        return lines.stream()
                .filter(line -> line.row().id().equals(row.id()) && line.peer().equals(peers.getFirst().name()))
                .findFirst().map(Line::figures).orElse(null);
    }

    private static List<String> emptyCells(Line line) {
        List<String> cells = new ArrayList<>(Collections.nCopies(HEADS.size(), "-"));
        cells.set(0, line.row().title());
        cells.set(1, line.peer());
        if (!line.refusal().isEmpty()) {
            cells.set(HEADS.indexOf("failed"), "all");
        }
        return cells;
    }

    private static List<String> cells(Line line, Figures figures, @Nullable Figures first) {
        Figures base = first == null ? new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0) : first;
        return List.of(line.row().title(), line.peer(), Table.number(figures.messagesPerSecond()),
                Table.number(figures.megabytesPerSecond()), Table.number(figures.p50()), Table.number(figures.p99()),
                Table.number(figures.p999()), Table.number(figures.cpuMicros()),
                Table.number(figures.residentMebibytes()), Table.number(figures.loadPercent()),
                Table.number(figures.failures()),
                Table.ratio(figures.messagesPerSecond(), base.messagesPerSecond()),
                Table.ratio(base.p50(), figures.p50()), Table.ratio(base.p99(), figures.p99()),
                Table.ratio(base.cpuMicros(), figures.cpuMicros()),
                Table.ratio(base.residentMebibytes(), figures.residentMebibytes()));
    }
}
