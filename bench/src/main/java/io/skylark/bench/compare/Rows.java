package io.skylark.bench.compare;

import io.skylark.bench.frame.SendFrames;
import io.skylark.protocol.SerializeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// All rows, in the order in which they run and stand in the table.
public final class Rows {
    static final int SMALL = 100;
    static final int KIB = 1024;
    static final int LARGE = 16 * 1024;

    private static final int QUEUES = 8;
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 64;
    private static final int MANY_CONNECTIONS = 1000;
    private static final int MANY_TOPICS = 2;
    private static final int MANY_QUEUES = 50_000;
    private static final int BATCH = 32;
    private static final int BATCH_WINDOW = 8;
    private static final int CLIENT_THREADS = 64;
    private static final double RATE = 10_000;

    /// Sets of rows.
    private static final String GOALS = "goals";
    private static final String KINDS = "kinds";
    private static final String ALL = "all";

    private Rows() {}

    public static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        rows.add(send("send-1k", true, KIB, CONNECTIONS, WINDOW));
        rows.add(send("send-100", true, SMALL, CONNECTIONS, WINDOW));
        rows.add(send("send-16k", false, LARGE, CONNECTIONS, WINDOW));
        rows.add(send("send-1k-w1", true, KIB, 1, 1));
        rows.add(send("send-1k-c1", false, KIB, 1, WINDOW));
        rows.add(send("send-1k-c1000", false, KIB, MANY_CONNECTIONS, 1));
        rows.add(send("send-1k-binary", "binary header", KIB, shape -> shape.withHeader(SerializeType.ROCKETMQ)));
        rows.add(new Row("send-1k-rate", "send 1 KiB at " + (int) RATE + "/s, 8 connections", false,
                new SendWork("bench-rate", KIB, QUEUES, CONNECTIONS, WINDOW, RATE, 0, UnaryOperator.identity())));
        rows.add(new Row("batch-1k", "batches of " + BATCH + " x 1 KiB, 8 x " + BATCH_WINDOW, false,
                new SendWork("bench-batch", KIB, QUEUES, CONNECTIONS, BATCH_WINDOW, 0, 0,
                        shape -> shape.withBatch(BATCH))));
        rows.add(new Row("pull-1k", "catch-up pull, 32 x 1 KiB", true, new PullWork(KIB, 300_000)));
        rows.add(new Row("pull-100", "catch-up pull, 32 x 100 B", false, new PullWork(SMALL, 600_000)));
        rows.add(new Row("pull-16k", "catch-up pull, 32 x 16 KiB", false, new PullWork(LARGE, 30_000)));
        rows.add(new Row("e2e-1k", "end to end, 1 KiB, " + (int) RATE + "/s, long polling", true,
                new EndToEndWork(KIB, QUEUES, RATE)));
        rows.add(new Row("client-1k", "official client, " + CLIENT_THREADS + " threads, synchronous 1 KiB", true,
                new OfficialClientWork(CLIENT_THREADS, KIB, QUEUES)));
        rows.addAll(KindRows.all());
        // Last, because a server that cannot hold so many queues may not survive it.
        rows.add(new Row("send-1k-q100000", "send 1 KiB, 8 x 64, 100,000 queues", false,
                new SendWork("bench-many", KIB, MANY_QUEUES, CONNECTIONS, WINDOW, 0,
                        (long) MANY_TOPICS * MANY_QUEUES, shape -> shape.withTopics(MANY_TOPICS))));
        return rows;
    }

    private static Row send(String id, boolean goal, int bytes, int connections, int window) {
        String size = bytes % KIB == 0 ? bytes / KIB + " KiB" : bytes + " B";
        return new Row(id, "send " + size + ", " + connections + " x " + window, goal,
                new SendWork("bench-" + id, bytes, QUEUES, connections, window, 0, 0, UnaryOperator.identity()));
    }

    private static Row send(String id, String what, int bytes, UnaryOperator<SendFrames.Shape> change) {
        return new Row(id, "send " + bytes / KIB + " KiB, " + CONNECTIONS + " x " + WINDOW + ", " + what, false,
                new SendWork("bench-" + id, bytes, QUEUES, CONNECTIONS, WINDOW, 0, 0, change));
    }

    /// @param names ids, `<beginning>*`, `goals`, `kinds` or `all`
    /// @throws IllegalArgumentException for a name that fits no row
    public static List<Row> choose(List<String> names) {
        Set<Row> chosen = new LinkedHashSet<>();
        for (String name : names) {
            List<Row> fitting = all().stream().filter(row -> fits(row, name)).toList();
            if (fitting.isEmpty()) {
                throw new IllegalArgumentException("no row " + name + "; there are goals, kinds, all, "
                        + String.join(", ", all().stream().map(Row::id).toList()));
            }
            fitting.forEach(row -> {
                if (chosen.stream().noneMatch(other -> other.id().equals(row.id()))) {
                    chosen.add(row);
                }
            });
        }
        return List.copyOf(chosen);
    }

    private static boolean fits(Row row, String name) {
        return switch (name) {
            case ALL -> true;
            case GOALS -> row.goal();
            case KINDS -> KindRows.all().stream().anyMatch(kind -> kind.id().equals(row.id()));
            default -> name.endsWith("*")
                    ? row.id().startsWith(name.substring(0, name.length() - 1))
                    : row.id().equals(name);
        };
    }
}
