package io.skylark.broker.send;

import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Tells properties that the broker has nothing to do with, and that are stored as they came, from all others: they name
/// each property once, a unique key among them, and nothing that the broker acts on or replaces.
final class PlainProperties {
    /// Properties that the broker acts on, or replaces.
    private static final byte[][] NOT_PLAIN = {
        ascii(PropertyNames.DELAY), ascii(PropertyNames.TIMER_DELAY_SEC), ascii(PropertyNames.TIMER_DELAY_MS),
        ascii(PropertyNames.TIMER_DELIVER_MS), ascii(PropertyNames.TRANSACTION_PREPARED),
        ascii(PropertyNames.POP_CHECKPOINT), ascii(PropertyNames.REGION), ascii(PropertyNames.TRACE_ON),
        ascii(PropertyNames.CLUSTER)
    };

    private static final byte[] UNIQUE_KEY = ascii(PropertyNames.UNIQUE_KEY);
    private static final String FIRST_LETTERS = "DTPMC";

    private PlainProperties() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Where the unique key lies, `place << 32 | length`; -1 when the properties are not plain.
    static long uniqueKey(byte[] source, int at, int length) {
        int end = at + length;
        int keyAt = -1;
        int keyEnd = -1;
        int entry = at;
        long seen = 0;
        while (entry < end) {
            int valueEnd = indexOf(source, entry, end, Properties.VALUE_END);
            int nameEnd = indexOf(source, entry, valueEnd, Properties.NAME_END);
            if (nameEnd == entry || valueEnd <= nameEnd + 1 || !isPlain(source, entry, nameEnd)) {
                return -1;
            }
            long mark = mark(source, entry, nameEnd);
            if ((seen & mark) != 0 && isRepeated(source, at, entry, nameEnd)) {
                return -1;
            }
            seen |= mark;
            if (isNamed(source, entry, nameEnd, UNIQUE_KEY)) {
                keyAt = nameEnd + 1;
                keyEnd = valueEnd;
            }
            entry = valueEnd + 1;
        }
        if (keyAt < 0 || !isPlainText(source, keyAt, keyEnd) || !Utf8.isWellFormed(source, at, end)) {
            return -1;
        }
        return (long) keyAt << Integer.SIZE | (keyEnd - keyAt);
    }

    private static int indexOf(byte[] source, int from, int end, byte wanted) {
        int at = from;
        while (at < end && source[at] != wanted) {
            at++;
        }
        return at;
    }

    /// One of 64 bits, so that names are compared only when they may be the same.
    private static long mark(byte[] source, int name, int nameEnd) {
        return 1L << (31 * source[name] + 7 * source[nameEnd - 1] + nameEnd - name);
    }

    /// Whether an entry between `from` and `name` has the same name: the later one would have to replace it.
    private static boolean isRepeated(byte[] source, int from, int name, int nameEnd) {
        int entry = from;
        while (entry < name) {
            int end = indexOf(source, entry, name, Properties.NAME_END);
            if (Arrays.equals(source, entry, end, source, name, nameEnd)) {
                return true;
            }
            entry = indexOf(source, end, name, Properties.VALUE_END) + 1;
        }
        return false;
    }

    private static boolean isPlain(byte[] source, int name, int nameEnd) {
        if (FIRST_LETTERS.indexOf(source[name]) < 0) {
            return true;
        }
        for (byte[] notPlain : NOT_PLAIN) {
            if (isNamed(source, name, nameEnd, notPlain)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamed(byte[] source, int name, int nameEnd, byte[] wanted) {
        if (nameEnd - name != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (source[name + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /// Text that an answer may carry without an escape.
    private static boolean isPlainText(byte[] source, int from, int end) {
        for (int i = from; i < end; i++) {
            if (source[i] < ' ' || source[i] == '"' || source[i] == '\\' || source[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
