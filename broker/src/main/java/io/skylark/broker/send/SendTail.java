package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes what lies behind the body of a stored message, topic and properties with their lengths, from a plain send: the same
/// bytes that [SendProperties] comes to. Immutable.
final class SendTail {
    /// Properties that the broker acts on, or replaces.
    private static final byte[][] NOT_PLAIN = {
        ascii(PropertyNames.DELAY), ascii(PropertyNames.TIMER_DELAY_SEC), ascii(PropertyNames.TIMER_DELAY_MS),
        ascii(PropertyNames.TIMER_DELIVER_MS), ascii(PropertyNames.TRANSACTION_PREPARED),
        ascii(PropertyNames.POP_CHECKPOINT), ascii(PropertyNames.REGION), ascii(PropertyNames.TRACE_ON),
        ascii(PropertyNames.CLUSTER)
    };

    private static final byte[] UNIQUE_KEY = ascii(PropertyNames.UNIQUE_KEY);
    private static final String FIRST_LETTERS = "DTPMC";

    private final byte[] added;

    /// The bytes, and where the unique key lies in them.
    record Tail(byte[] bytes, int uniqueKeyAt, int uniqueKeyLength) {}

    SendTail(BrokerConfig config) {
        added = (property(PropertyNames.REGION, config.regionId())
                        + property(PropertyNames.TRACE_ON, Boolean.toString(config.traceOn()))
                        + property(PropertyNames.CLUSTER, config.clusterName()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String property(String name, String value) {
        return name + (char) Properties.NAME_END + value + (char) Properties.VALUE_END;
    }

    /// Null when the properties are not plain.
    ///
    /// @param topic at most 127 bytes
    @Nullable Tail make(byte[] topic, byte[] source, int at, int length) {
        int end = at + length;
        int keyAt = -1;
        int keyEnd = -1;
        int entry = at;
        long seen = 0;
        while (entry < end) {
            int valueEnd = indexOf(source, entry, end, Properties.VALUE_END);
            int nameEnd = indexOf(source, entry, valueEnd, Properties.NAME_END);
            if (nameEnd == entry || valueEnd <= nameEnd + 1 || !isPlain(source, entry, nameEnd)) {
                return null;
            }
            long mark = mark(source, entry, nameEnd);
            if ((seen & mark) != 0 && isRepeated(source, at, entry, nameEnd)) {
                return null;
            }
            seen |= mark;
            if (isNamed(source, entry, nameEnd, UNIQUE_KEY)) {
                keyAt = nameEnd + 1;
                keyEnd = valueEnd;
            }
            entry = valueEnd + 1;
        }
        if (keyAt < 0 || !isPlainText(source, keyAt, keyEnd) || !Utf8.isWellFormed(source, at, end)) {
            return null;
        }
        boolean open = source[end - 1] != Properties.VALUE_END;
        int properties = length + (open ? 1 : 0) + added.length;
        if (properties > MessageLayout.MAX_PROPERTIES_BYTES) {
            return null;
        }
        byte[] bytes = new byte[1 + topic.length + 2 + properties];
        bytes[0] = (byte) topic.length;
        System.arraycopy(topic, 0, bytes, 1, topic.length);
        int target = 1 + topic.length;
        bytes[target] = (byte) (properties >>> 8);
        bytes[target + 1] = (byte) properties;
        target += 2;
        System.arraycopy(source, at, bytes, target, length);
        if (open) {
            bytes[target + length] = Properties.VALUE_END;
        }
        System.arraycopy(added, 0, bytes, bytes.length - added.length, added.length);
        return new Tail(bytes, target + keyAt - at, keyEnd - keyAt);
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
