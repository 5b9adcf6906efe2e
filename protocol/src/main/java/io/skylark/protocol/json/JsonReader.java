package io.skylark.protocol.json;

import io.skylark.protocol.wire.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON dialect from UTF-8 bytes, piece by piece ([#beginObject], [#hasNext], [#key], ...) or as a tree
/// ([#value]). Confined to one thread. Everything that is not the dialect is a [ProtocolException] with its place.
///
/// A tree is made of `Map<Object, Object>` in source order (keys: String, Long or Map), `List<Object>`, String, Long,
/// Double, Boolean and null.
public final class JsonReader {
    /// Deeper nesting than any body has, and shallow enough for every stack.
    public static final int MAX_DEPTH = 64;

    /// A number of so many digits is a long in any case.
    private static final int SAFE_DIGITS = 18;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;
    private int depth;
    private boolean first;

    public JsonReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// Reads what lies from `start` to before `end`.
    public JsonReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    public void beginObject() {
        if (!beginObjectOrNull()) {
            throw fault("expected an object, found null");
        }
    }

    /// True behind an opening brace, false behind `null`.
    public boolean beginObjectOrNull() {
        if (peek() == 'n') {
            literal("null");
            return false;
        }
        expect('{');
        enter();
        return true;
    }

    /// Whether the object that was begun has another entry; the closing brace is consumed.
    public boolean hasNext() {
        int c = peek();
        if (c == '}') {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        return true;
    }

    /// The key of the next entry, as text.
    public String key() {
        Object key = keyValue();
        expect(':');
        return key.toString();
    }

    /// As [#key()]; a key that is one of `known`, which need no escape, is that very string.
    public String key(List<String> known) {
        if (peek() == '"') {
            for (int i = 0; i < known.size(); i++) {
                String name = known.get(i);
                if (isNext(name)) {
                    at += name.length() + 2;
                    expect(':');
                    return name;
                }
            }
        }
        return key();
    }

    private boolean isNext(String name) {
        int close = at + 1 + name.length();
        if (close >= end || bytes[close] != '"') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[at + 1 + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public int intValue() {
        Object value = value();
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw fault("expected a 32-bit integer, found " + value);
    }

    /// A string, number or boolean as text; null for `null`.
    public @Nullable String scalar() {
        Object value = value();
        if (value instanceof Map || value instanceof List) {
            throw fault("expected a scalar, found a structure");
        }
        return value == null ? null : value.toString();
    }

    /// The next value as a tree.
    public @Nullable Object value() {
        int c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"', '\'' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        };
    }

    /// Makes sure that nothing but white space follows.
    public void end() {
        skipSpace();
        if (at != end) {
            throw fault("text behind the end");
        }
    }

    private Map<Object, Object> object() {
        Map<Object, Object> object = new LinkedHashMap<>();
        expect('{');
        enter();
        while (hasNext()) {
            Object key = keyValue();
            expect(':');
            Object value = value();
            first = false;
            if (value != null) {
                object.put(key, value);
            }
        }
        return object;
    }

    private Object keyValue() {
        int c = peek();
        return switch (c) {
            case '"', '\'' -> string();
            case '{' -> {
                Object key = object();
                first = false;
                yield key;
            }
            default -> number();
        };
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        expect('[');
        enter();
        if (peek() == ']') {
            at++;
            depth--;
            return array;
        }
        while (true) {
            Object value = value();
            if (value != null) {
                array.add(value);
            }
            int c = peek();
            at++;
            if (c == ']') {
                depth--;
                return array;
            }
            if (c != ',') {
                at--;
                throw fault("expected ',' or ']'");
            }
        }
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw fault("nested deeper than " + MAX_DEPTH);
        }
        first = true;
    }

    private String string() {
        byte quote = bytes[at++];
        int from = at;
        while (at < end && bytes[at] != quote && bytes[at] != '\\') {
            at++;
        }
        if (at < end && bytes[at] == quote) {
            return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(new String(bytes, from, at - from, StandardCharsets.UTF_8));
        while (at < end && bytes[at] != quote) {
            if (bytes[at] == '\\') {
                escape(text);
                continue;
            }
            int run = at;
            while (at < end && bytes[at] != quote && bytes[at] != '\\') {
                at++;
            }
            text.append(new String(bytes, run, at - run, StandardCharsets.UTF_8));
        }
        if (at >= end) {
            throw fault("unfinished string");
        }
        at++;
        return text.toString();
    }

    private void escape(StringBuilder text) {
        if (at + 1 >= end) {
            throw fault("unfinished escape");
        }
        char c = (char) bytes[at + 1];
        at += 2;
        switch (c) {
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case '"', '\\', '/', '\'' -> text.append(c);
            case 'u' -> {
                text.append((char) hex(4));
            }
            case 'x' -> text.append((char) hex(2));
            default -> throw fault("unknown escape \\" + c);
        }
    }

    private int hex(int digits) {
        if (at + digits > end) {
            throw fault("unfinished escape");
        }
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                throw fault("not a hex digit");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private Object number() {
        int from = at;
        boolean digits = true;
        boolean integer = true;
        long value = 0;
        while (at < end && isNumberByte(bytes[at])) {
            digits &= bytes[at] >= '0' && bytes[at] <= '9';
            integer &= bytes[at] != '.' && bytes[at] != 'e' && bytes[at] != 'E';
            value = value * 10 + bytes[at] - '0';
            at++;
        }
        if (digits && at > from && at - from <= SAFE_DIGITS) {
            return value;
        }
        String text = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
        try {
            if (integer) {
                return Long.valueOf(text);
            }
            return Double.valueOf(text);
        } catch (NumberFormatException notANumber) {
            at = from;
            throw fault("expected a value");
        }
    }

    private static boolean isNumberByte(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    private @Nullable Object literal(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (at + i >= end || bytes[at + i] != literal.charAt(i)) {
                throw fault("expected " + literal);
            }
        }
        at += literal.length();
        return literal.equals("null") ? null : Boolean.valueOf(literal);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("expected '" + wanted + "'");
        }
        at++;
    }

    private int peek() {
        skipSpace();
        if (at >= end) {
            throw fault("unexpected end");
        }
        return bytes[at];
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private ProtocolException fault(String what) {
        return new ProtocolException("broken JSON at byte " + (at - start) + ": " + what);
    }
}
