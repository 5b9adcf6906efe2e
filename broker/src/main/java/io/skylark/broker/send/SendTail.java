package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes what lies behind the body of a stored message, topic and properties with their lengths, from a plain send: the same
/// bytes that [SendProperties] comes to. Immutable.
final class SendTail {
    private final byte[] added;

    /// The bytes, and where the unique key lies in them.
    record Tail(byte[] bytes, int uniqueKeyAt, int uniqueKeyLength) {}

    SendTail(BrokerConfig config) {
        added = (property(PropertyNames.REGION, config.regionId())
                        + property(PropertyNames.TRACE_ON, Boolean.toString(config.traceOn()))
                        + property(PropertyNames.CLUSTER, config.clusterName()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String property(String name, String value) {
        return name + (char) Properties.NAME_END + value + (char) Properties.VALUE_END;
    }

    /// The properties that every message gets behind its own. Not to be changed.
    byte[] added() {
        return added;
    }

    /// Null when the properties are not plain.
    ///
    /// @param topic at most 127 bytes
    @Nullable Tail make(byte[] topic, byte[] source, int at, int length) {
        long key = PlainProperties.uniqueKey(source, at, length);
        if (key < 0) {
            return null;
        }
        boolean open = source[at + length - 1] != Properties.VALUE_END;
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
        return new Tail(bytes, target + (int) (key >>> Integer.SIZE) - at, (int) key);
    }
}
