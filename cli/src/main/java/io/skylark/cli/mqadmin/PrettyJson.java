package io.skylark.cli.mqadmin;

import io.skylark.protocol.json.Json;
import io.skylark.protocol.json.JsonText;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON as the commands print it: sorted, one entry a line, indented by tabs, numbers as keys without quotes.
final class PrettyJson {
    private PrettyJson() {}

    /// An answer of a server.
    static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        return text(Json.tree(bytes));
    }

    /// A record of the protocol, or a map or list of such.
    static String ofValue(Object value) {
        return text(Json.tree(Json.encode(value)));
    }

    /// A tree of maps, lists, texts, numbers and booleans.
    static String text(@Nullable Object tree) {
        StringBuilder target = new StringBuilder();
        write(tree, 0, target);
        return target.toString();
    }

    private static void write(@Nullable Object value, int depth, StringBuilder target) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> writeMap(map, depth, target);
            case List<?> list when !list.isEmpty() -> writeList(list, depth, target);
            case Map<?, ?> empty -> target.append("{}");
            case List<?> empty -> target.append("[]");
            case String text -> JsonText.quote(text, target);
            case null -> target.append("null");
            default -> target.append(value);
        }
    }

    private static void writeMap(Map<?, ?> map, int depth, StringBuilder target) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                sorted.put(String.valueOf(key), value);
            }
        });
        target.append('{');
        String separator = "";
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            newLine(target.append(separator), depth + 1);
            if (entry.getKey().matches("-?\\d+")) {
                target.append(entry.getKey());
            } else {
                JsonText.quote(entry.getKey(), target);
            }
            write(entry.getValue(), depth + 1, target.append(':'));
            separator = ",";
        }
        newLine(target, depth).append('}');
    }

    private static void writeList(List<?> list, int depth, StringBuilder target) {
        target.append('[');
        String separator = "";
        for (Object element : list) {
            write(element, depth + 1, newLine(target.append(separator), depth + 1));
            separator = ",";
        }
        newLine(target, depth).append(']');
    }

    private static StringBuilder newLine(StringBuilder target, int depth) {
        return target.append('\n').append("\t".repeat(depth));
    }
}
