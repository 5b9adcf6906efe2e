package io.skylark.protocol.view;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Finds the fields of a JSON header: an object of strings, numbers and literals, with one object `extFields` in it. White
/// space, nested values and anything else that the official clients do not write are left to the general decoder.
final class JsonFields {
    private static final int MAX_NUMBER_CHARS = 11;
    private static final int MAX_DIGITS = 18;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODE = "code".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FLAG = "flag".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = "opaque".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "version".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIELDS = "extFields".getBytes(StandardCharsets.US_ASCII);

    private final HeaderView view;
    private byte[] bytes = {};
    private int length;
    private int at;

    /// Of the last string or scalar.
    private int from;

    private int to;
    private boolean escaped;
    private boolean hasFields;

    JsonFields(HeaderView view) {
        this.view = view;
    }

    boolean read(byte[] source, int sourceLength) {
        bytes = source;
        length = sourceLength;
        at = 0;
        hasFields = false;
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
            case 7 -> {
                if (isNamed(nameFrom, VERSION)) {
                    return number() >= 0;
                }
            }
            case 9 -> {
                if (isNamed(nameFrom, FIELDS)) {
                    return fields();
                }
            }
            default -> {
                // language, serializeTypeCurrentRPC, remark: nothing that a busy request depends on
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
        if (hasFields || !take('{')) {
            return false;
        }
        hasFields = true;
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
                if (!isEscape(source, ++i, end)) {
                    return false;
                }
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

    /// Whether what is behind a backslash is an escape of strict JSON. Also in fields that nobody looks at: the general
    /// decoder refuses the whole header otherwise.
    private static boolean isEscape(byte[] source, int at, int end) {
        if (at >= end) {
            return false;
        }
        if (source[at] != 'u') {
            return ESCAPES.indexOf(source[at]) >= 0;
        }
        for (int i = at + 1; i <= at + 4; i++) {
            if (i >= end || Character.digit(source[i], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /// A string, a whole number, or `true`, `false`, `null`.
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
        return isLiteral(TRUE) || isLiteral(FALSE) || isLiteral(NULL) || isWholeNumber();
    }

    private boolean isLiteral(byte[] literal) {
        return Arrays.equals(bytes, from, to, literal, 0, literal.length);
    }

    /// In the form that the general decoder gives back: no zeros in front.
    private boolean isWholeNumber() {
        int digits = from < to && bytes[from] == '-' ? from + 1 : from;
        if (digits == to || to - digits > MAX_DIGITS || (bytes[digits] == '0' && to - from > 1)) {
            return false;
        }
        for (int i = digits; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBare(byte letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || letter == '-';
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
