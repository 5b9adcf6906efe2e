package io.skylark.bench.clients;

import io.skylark.bench.compare.Table;
import io.skylark.bench.peer.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts what was measured into a table. Ratios are against the fastest official client of the same work on the same
/// server; above 1 is better for ours, whatever the column.
final class ClientTable {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private ClientTable() {}

    private record Line(Contender contender, Sample sample) {}

    static String key(String peer, Match match, Contender contender) {
        return peer + "/" + match.id() + "/" + contender.name();
    }

    static String render(
            ClientComparison.Plan plan, Map<String, List<Sample>> samples, Libraries official, Libraries skylark)
            throws IOException {
        Table table = new Table(3, List.of("broker", "work", "client", "msg/s", "x", "client us/msg", "x",
                "client B/msg", "x", "broker us/msg", "p50 us", "p99 us", "failures"));
        for (Peer peer : plan.peers()) {
            for (Match match : plan.chosen()) {
                List<Line> lines = new ArrayList<>();
                for (Contender contender : match.contenders()) {
                    List<Sample> runs = samples.get(key(peer.name(), match, contender));
                    if (runs != null) {
                        lines.add(new Line(contender, Sample.median(runs)));
                    }
                }
                add(table, peer.name(), match, lines);
            }
        }
        return "medians of " + plan.repeats() + "; x: times better than the fastest official client of the same work\n"
                + table.render() + "\n" + sizes(official, skylark);
    }

    private static void add(Table table, String peer, Match match, List<Line> lines) {
        Optional<Sample> best = lines.stream()
                .filter(line -> line.contender.isOfficial())
                .map(Line::sample)
                .max(Comparator.comparingDouble(Sample::messagesPerSecond));
        for (Line line : lines) {
            Sample it = line.sample;
            Sample other = best.orElse(it);
            table.add(List.of(peer, match.title(), line.contender.title(),
                    Table.number(it.messagesPerSecond()), Table.ratio(it.messagesPerSecond(), other.messagesPerSecond()),
                    Table.number(it.cpuMicros()), Table.ratio(other.cpuMicros(), it.cpuMicros()),
                    Table.number(it.allocatedBytes()), Table.ratio(other.allocatedBytes(), it.allocatedBytes()),
                    Table.number(it.serverMicros()), latency(it.p50()), latency(it.p99()),
                    Table.number(it.failures())));
        }
    }

    private static String latency(double micros) {
        return micros > 0 ? Table.number(micros) : "-";
    }

    private static String sizes(Libraries official, Libraries skylark) throws IOException {
        Table table = new Table(1, List.of("client with dependencies", "jars", "MB", "x"));
        double reference = official.sizeBytes() / BYTES_PER_MEGABYTE;
        for (Contender contender : List.of(Contender.OFFICIAL, Contender.SKYLARK)) {
            Libraries libraries = contender.isOfficial() ? official : skylark;
            double size = libraries.sizeBytes() / BYTES_PER_MEGABYTE;
            table.add(List.of(contender.title(), Integer.toString(libraries.files().size()), Table.number(size),
                    Table.ratio(reference, size)));
        }
        return table.render();
    }
}
