package io.skylark.cli.mqadmin;

import io.skylark.client.message.ReceivedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `queryMsgTraceById`: who sent a message, and who consumed it, as clients with traces reported.
final class TraceCommands {
    private static final String TOPIC = "RMQ_SYS_TRACE_TOPIC";
    private static final int MESSAGES = 64;
    private static final String ROW = "%-10s %-20s %-20s %-20s %-10s %-10s%n";

    private static final String BETWEEN_RECORDS = "\u0002";
    private static final String BETWEEN_FIELDS = "\u0001";

    private TraceCommands() {}

    /// One line; times in ms, those below 0 are not known.
    record Trace(String type, String group, String host, long time, long cost, boolean success) {}

    static void byId(Call call) {
        Options options = call.options();
        String id = options.need("i");
        List<ReceivedMessage> found = call.admin().messages().byKey(
                options.text("t", TOPIC), id, options.count("c", MESSAGES),
                Instant.ofEpochMilli(options.number("b", 0)),
                Instant.ofEpochMilli(options.number("e", Long.MAX_VALUE)));
        if (found.isEmpty()) {
            throw new IllegalArgumentException("query message by key finished, but no message.");
        }
        List<Trace> sent = new ArrayList<>();
        Map<String, List<Trace>> consumed = new TreeMap<>();
        for (ReceivedMessage message : found) {
            String host = message.stored().bornHost().toString();
            for (Trace trace : read(message.text(), id, host.substring(0, host.lastIndexOf(':')))) {
                if (trace.type().equals("Pub")) {
                    sent.add(trace);
                } else {
                    consumed.computeIfAbsent(trace.group(), any -> new ArrayList<>()).add(trace);
                }
            }
        }
        if (!sent.isEmpty()) {
            call.print(ROW, "#Type", "#ProducerGroup", "#ClientHost", "#SendTime", "#CostTimes", "#Status");
            sent.forEach(trace -> line(call, trace));
            call.print("%n");
        }
        for (List<Trace> ofGroup : consumed.values()) {
            call.print(ROW, "#Type", "#ConsumerGroup", "#ClientHost", "#ConsumerTime", "#CostTimes", "#Status");
            ofGroup.forEach(trace -> line(call, trace));
            call.print("%n");
        }
    }

    private static void line(Call call, Trace trace) {
        call.print(ROW, trace.type(), trace.group(), trace.host(), call.times().seconds(trace.time()),
                trace.cost() + "ms", trace.success() ? "success" : "failed");
    }

    /// What one message of traces says of one id; the two records of a consumption are one line.
    static List<Trace> read(String text, String id, String host) {
        List<Trace> traces = new ArrayList<>();
        Map<String, String[]> begun = new TreeMap<>();
        for (String record : text.split(BETWEEN_RECORDS)) {
            String[] fields = record.split(BETWEEN_FIELDS);
            switch (fields[0]) {
                case "Pub" -> {
                    if (fields.length > 13 && fields[5].equals(id)) {
                        traces.add(new Trace("Pub", fields[3], host, number(fields[1]), number(fields[10]),
                                Boolean.parseBoolean(fields[13])));
                    }
                }
                case "SubBefore" -> {
                    if (fields.length > 5 && fields[5].equals(id)) {
                        begun.put(fields[4], fields);
                    }
                }
                case "SubAfter" -> {
                    String[] before = fields.length > 4 ? begun.get(fields[1]) : null;
                    if (before != null && fields[2].equals(id)) {
                        traces.add(new Trace("Sub", before[3], host, number(before[1]), number(fields[3]),
                                Boolean.parseBoolean(fields[4])));
                    }
                }
                default -> { }
            }
        }
        return traces;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }
}
