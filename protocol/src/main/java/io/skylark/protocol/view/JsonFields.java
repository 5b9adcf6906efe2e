package io.skylark.protocol.view;

import java.nio.charset.StandardCharsets;

/// Finds the fields of a JSON header: an object of strings, numbers and literals, with one object `extFields` in it. White
/// space, nested values and anything else that the official clients do not write are left to the general decoder.
final class JsonFields {
    private static final int MAX_NUMBER_CHARS = 11;
    private static final byte[] CODE = "code".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FLAG = "flag".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = "opaque".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELDS = "extFields".getBytes(StandardCharsets.US_ASCII);

    private final HeaderView view;
    private byte[] bytes = {};
    private int length;
    private int at;

    /// Of the last string or scalar.
    private int from;

    private int to;
    private boolean escaped;

    JsonFields(HeaderView view) {
        this.view = view;
    }

    boolean read(byte[] source, int sourceLength) {
        bytes = source;
        length = sourceLength;
        at = 0;
        return take('{') && members() && at == length && view.code >= 0;
    }

    private boolean members() {
        do {
            if (!string() || escaped || !take(':')) {
                return false;
            }
            if (!member(from, to)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean member(int nameFrom, int nameTo) {
        switch (nameTo - nameFrom) {
            case 4 -> {
                if (isNamed(nameFrom, CODE)) {
                    view.code = number();
                    return view.code >= 0;
                }
                if (isNamed(nameFrom, FLAG)) {
                    view.flag = number();
                    return view.flag >= 0;
                }
            }
            case 6 -> {
                if (isNamed(nameFrom, OPAQUE)) {
                    view.opaque = number();
                    return view.opaque >= 0;
                }
            }
            case 9 -> {
                if (isNamed(nameFrom, FIELDS)) {
                    return fields();
                }
            }
            default -> {
                // language, version, serializeTypeCurrentRPC, remark: nothing that a busy request depends on
            }
        }
        return scalar();
    }

    private boolean isNamed(int nameFrom, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (bytes[nameFrom + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean fields() {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            if (!string() || escaped || !take(':')) {
                return false;
            }
            int nameFrom = from;
            int nameTo = to;
            if (at < length && bytes[at] == 'n') {
                if (!scalar()) {
                    return false;
                }
            } else if (!scalar() || !view.addField(nameFrom, nameTo, from, to, escaped)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean take(char wanted) {
        if (at < length && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        from = at;
        escaped = false;
        byte[] source = bytes;
        int end = length;
        int i = at;
        while (i < end && source[i] != '"') {
            if (source[i] == '\\') {
                escaped = true;
                i++;
            }
            i++;
        }
        if (i >= end) {
            return false;
        }
        to = i;
        at = i + 1;
        return true;
    }

    /// A string, a number, or `true`, `false`, `null`.
    private boolean scalar() {
        if (at < length && bytes[at] == '"') {
            return string();
        }
        from = at;
        escaped = false;
        while (at < length && isBare(bytes[at])) {
            at++;
        }
        to = at;
        return to > from;
    }

    private static boolean isBare(byte letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '.';
    }

    /// A number from 0 on; -1 for anything else.
    private int number() {
        int start = at;
        long value = 0;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9' && at - start < MAX_NUMBER_CHARS) {
            value = 10 * value + bytes[at++] - '0';
        }
        return at == start || value > Integer.MAX_VALUE ? -1 : (int) value;
    }

    /// Undoes escapes in place, and returns the new end; -1 when there are others than those of ASCII characters.
    static int unescape(byte[] bytes, int from, int end) {
        int target = from;
        int i = from;
        while (i < end) {
            byte letter = bytes[i++];
            if (letter == '\\') {
                int value = i < end ? escape(bytes, i, end) : -1;
                if (value < 0) {
                    return -1;
                }
                i += bytes[i] == 'u' ? 5 : 1;
                letter = (byte) value;
            }
            bytes[target++] = letter;
        }
        return target;
    }

    private static int escape(byte[] bytes, int at, int end) {
        return switch (bytes[at]) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> end - at < 5 ? -1 : ascii(bytes, at + 1);
            default -> -1;
        };
    }

    private static int ascii(byte[] bytes, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value < 0x80 ? value : -1;
    }
}
