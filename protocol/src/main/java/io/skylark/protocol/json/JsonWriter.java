package io.skylark.protocol.json;

import io.skylark.protocol.wire.RecordShape;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes records, maps, iterables and scalars as JSON text. Confined to one call.
final class JsonWriter {
    private final StringBuilder text = new StringBuilder(256);
    private final boolean strict;

    JsonWriter(boolean strict) {
        this.strict = strict;
    }

    String write(Object value) {
        append(value);
        return text.toString();
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String string) {
            JsonText.quote(string, text, strict);
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Enum<?> constant) {
            JsonText.quote(constant.name(), text, strict);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map);
        } else if (value instanceof Iterable<?> list) {
            appendList(list);
        } else if (value instanceof Record bean) {
            appendRecord(bean);
        } else {
            throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private void appendRecord(Record bean) {
        text.append('{');
        boolean first = true;
        for (RecordShape.Component component : RecordShape.of(bean.getClass()).sorted()) {
            Object value = component.read(bean);
            if (value != null) {
                separate(first);
                first = false;
                JsonText.quote(component.wireName(), text);
                text.append(':');
                append(value);
            }
        }
        text.append('}');
    }

    private void appendMap(Map<?, ?> map) {
        text.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : entries(map)) {
            if (entry.getValue() == null) {
                continue;
            }
            separate(first);
            first = false;
            Object key = entry.getKey();
            if (key instanceof Number && strict) {
                text.append('"').append(key).append('"');
            } else {
                append(key);
            }
            text.append(':');
            append(entry.getValue());
        }
        text.append('}');
    }

    private List<? extends Map.Entry<?, ?>> entries(Map<?, ?> map) {
        if (!strict) {
            return List.copyOf(map.entrySet());
        }
        return map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
                .toList();
    }

    private void appendList(Iterable<?> list) {
        text.append('[');
        boolean first = true;
        for (Object value : list) {
            separate(first);
            first = false;
            append(value);
        }
        text.append(']');
    }

    private void separate(boolean first) {
        if (!first) {
            text.append(',');
        }
    }
}
