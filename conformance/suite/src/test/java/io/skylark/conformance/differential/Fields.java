package io.skylark.conformance.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and values in turn: what requests carry, and which fields of answers are compared.
final class Fields {
    static final List<String> NONE = List.of();
    static final List<String> PLACE = List.of("queueId", "queueOffset");
    static final List<String> OFFSET = List.of("offset");
    static final List<String> OFFSETS = List.of("nextBeginOffset", "minOffset", "maxOffset", "suggestWhichBrokerId");

    private Fields() {
    }

    /// Fields of a send, by letters; `more` may say them differently.
    static String[] send(String topic, int queueId, String properties, String... more) {
        return with(more, "a", "pg", "b", topic, "c", "TBW102", "d", "4", "e", Integer.toString(queueId), "f", "0",
                "g", "1700000000000", "h", "0", "i", properties, "j", "0", "k", "false", "m", "false");
    }

    /// Fields of a pull that brings its own subscription and is not held.
    static String[] pull(String topic, int queueId, long offset, String... more) {
        return with(more, "consumerGroup", "differential", "topic", topic, "queueId", Integer.toString(queueId),
                "queueOffset", Long.toString(offset), "maxMsgNums", "32", "sysFlag", "4", "commitOffset", "0",
                "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0", "expressionType", "TAG");
    }

    /// A property of a message as JSON writes it: `\u0001` ends its name, `\u0002` its value.
    static String property(String name, String value) {
        return name + "\\u0001" + value + "\\u0002";
    }

    /// These fields; those of `more` win.
    static String[] with(String[] more, String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String[] some : List.of(fields, more)) {
            for (int i = 0; i < some.length; i += 2) {
                all.put(some[i], some[i + 1]);
            }
        }
        List<String> flat = new ArrayList<>();
        all.forEach((name, value) -> {
            flat.add(name);
            flat.add(value);
        });
        return flat.toArray(String[]::new);
    }
}
