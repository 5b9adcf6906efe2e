package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The properties of a message as bytes: `name 0x01 value 0x02`, repeated; the last 0x02 may be missing.
///
/// Entries without 0x01 and entries with an empty value are dropped when read, as RocketMQ clients do.
public final class Properties {
    public static final byte NAME_END = 1;
    public static final byte VALUE_END = 2;

    private Properties() {}

    public static String encode(Map<String, String> properties) {
        StringBuilder text = new StringBuilder(properties.size() * 24);
        properties.forEach((name, value) -> text.append(name)
                .append((char) NAME_END)
                .append(value)
                .append((char) VALUE_END));
        return text.toString();
    }

    public static Map<String, String> decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return decode(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    /// Decodes `length` bytes from the absolute place `at` on.
    public static Map<String, String> decode(ByteBuffer source, int at, int length) {
        Map<String, String> properties = new LinkedHashMap<>();
        int end = at + length;
        for (int entry = at; entry < end; ) {
            int entryEnd = indexOf(source, entry, end, VALUE_END);
            int nameEnd = indexOf(source, entry, entryEnd, NAME_END);
            if (nameEnd > entry && nameEnd < entryEnd - 1) {
                properties.put(text(source, entry, nameEnd), text(source, nameEnd + 1, entryEnd));
            }
            entry = entryEnd + 1;
        }
        return properties;
    }

    /// The value of one property, without decoding the others; null when it is absent or empty.
    public static @Nullable String find(ByteBuffer source, int at, int length, byte[] name) {
        int end = at + length;
        for (int entry = at; entry < end; ) {
            int entryEnd = indexOf(source, entry, end, VALUE_END);
            int nameEnd = entry + name.length;
            if (nameEnd < entryEnd - 1 && source.get(nameEnd) == NAME_END && matches(source, entry, name)) {
                return text(source, nameEnd + 1, entryEnd);
            }
            entry = entryEnd + 1;
        }
        return null;
    }

    /// The value of one property, null when it is absent or empty. When there are several of the name, the last one
    /// counts, as in [#decode].
    ///
    /// @param name ASCII
    public static @Nullable String findLast(ByteBuffer source, int at, int length, String name) {
        int end = at + length;
        int valueAt = -1;
        int valueEnd = -1;
        for (int entry = at; entry < end; ) {
            int entryEnd = indexOf(source, entry, end, VALUE_END);
            int nameEnd = entry + name.length();
            if (nameEnd < entryEnd - 1 && source.get(nameEnd) == NAME_END && matches(source, entry, name)) {
                valueAt = nameEnd + 1;
                valueEnd = entryEnd;
            }
            entry = entryEnd + 1;
        }
        return valueAt < 0 ? null : text(source, valueAt, valueEnd);
    }

    private static boolean matches(ByteBuffer source, int at, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (source.get(at + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(ByteBuffer source, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (source.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(ByteBuffer source, int from, int end, byte wanted) {
        int at = from;
        while (at < end && source.get(at) != wanted) {
            at++;
        }
        return at;
    }

    private static String text(ByteBuffer source, int from, int end) {
        byte[] bytes = new byte[end - from];
        source.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
