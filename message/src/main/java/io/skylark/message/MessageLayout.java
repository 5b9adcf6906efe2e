package io.skylark.message;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The stored message, read in place. All integers are big-endian. `h` is 8 for an IPv4 host and 20 for IPv6.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | total size, itself included |
/// | 4 | 4 | magic: [#MAGIC_V1], or [#MAGIC_V2] when the topic needs a 2-byte length |
/// | 8 | 4 | CRC32 of the body, sign bit cleared; 0 for an empty body |
/// | 12 | 4 | queue id |
/// | 16 | 4 | flag of the user |
/// | 20 | 8 | queue offset |
/// | 28 | 8 | position in the log |
/// | 36 | 4 | [SysFlag] |
/// | 40 | 8 | born time, ms |
/// | 48 | h | born host |
/// | 48+h | 8 | store time, ms |
/// | 56+h | h' | store host |
/// | | 4 | reconsume times |
/// | | 8 | position of the prepared transaction |
/// | | 4 + n | body |
/// | | 1 or 2 + n | topic, UTF-8 |
/// | | 2 + n | properties, see [Properties] |
///
/// The layout is the one RocketMQ clients expect in pull answers. Every method takes the buffer and the place of the
/// message's first byte in it, and neither reads nor changes the buffer's own position.
public final class MessageLayout {
    public static final int MAGIC_V1 = 0xDAA320A7;
    public static final int MAGIC_V2 = 0xDAA320AB;

    /// A topic longer than this needs [#MAGIC_V2].
    public static final int MAX_TOPIC_BYTES_V1 = 127;

    public static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

    static final int TOTAL_SIZE = 0;
    static final int MAGIC = 4;
    static final int BODY_CRC = 8;
    static final int QUEUE_ID = 12;
    static final int FLAG = 16;
    static final int QUEUE_OFFSET = 20;
    static final int POSITION = 28;
    static final int SYS_FLAG = 36;
    static final int BORN_TIME = 40;
    static final int BORN_HOST = 48;

    /// Bytes of everything but hosts, body, topic and properties, with the one-byte topic length.
    private static final int FIXED = 4 + 4 + 4 + 4 + 4 + 8 + 8 + 4 + 8 + 8 + 4 + 8 + 4 + 1 + 2;

    /// Bytes of the smallest message.
    public static final int MIN_BYTES = FIXED + 16;

    private MessageLayout() {}

    static int encodedSize(int bornHost, int storeHost, int body, int topic, int properties) {
        return FIXED + bornHost + storeHost + body + topic + properties + (topic > MAX_TOPIC_BYTES_V1 ? 1 : 0);
    }

    public static int totalSize(ByteBuffer source, int at) {
        return source.getInt(at + TOTAL_SIZE);
    }

    public static int magic(ByteBuffer source, int at) {
        return source.getInt(at + MAGIC);
    }

    public static boolean hasMagic(ByteBuffer source, int at) {
        int magic = magic(source, at);
        return magic == MAGIC_V1 || magic == MAGIC_V2;
    }

    public static int queueId(ByteBuffer source, int at) {
        return source.getInt(at + QUEUE_ID);
    }

    /// Of a copy that was sent; in the log itself it is not set, see [#place].
    public static long queueOffset(ByteBuffer source, int at) {
        return source.getLong(at + QUEUE_OFFSET);
    }

    /// As [#queueOffset].
    public static long position(ByteBuffer source, int at) {
        return source.getLong(at + POSITION);
    }

    public static int sysFlag(ByteBuffer source, int at) {
        return source.getInt(at + SYS_FLAG);
    }

    public static long storeTime(ByteBuffer source, int at) {
        return source.getLong(at + storeTimeAt(source, at));
    }

    /// Sets the two fields that are not trusted from the file: they are written into each copy that is sent.
    public static void place(ByteBuffer target, int at, long queueOffset, long position) {
        target.putLong(at + QUEUE_OFFSET, queueOffset);
        target.putLong(at + POSITION, position);
    }

    public static int reconsumeTimes(ByteBuffer source, int at) {
        return source.getInt(at + reconsumeTimesAt(source, at));
    }

    /// Changes a copy that is sent.
    public static void setReconsumeTimes(ByteBuffer target, int at, int times) {
        target.putInt(at + reconsumeTimesAt(target, at), times);
    }

    private static int reconsumeTimesAt(ByteBuffer source, int at) {
        return storeTimeAt(source, at) + 8 + hostSize(sysFlag(source, at), SysFlag.STORE_HOST_V6);
    }

    /// Adds properties to a copy that is sent; there is room for them behind it.
    ///
    /// @param properties as [Properties] has them, each ended; those before must be ended too
    public static void appendProperties(ByteBuffer target, int at, byte[] properties) {
        int size = totalSize(target, at);
        int lengthAt = at + propertiesAt(target, at) - 2;
        target.putShort(lengthAt, (short) ((target.getShort(lengthAt) & 0xFFFF) + properties.length));
        target.put(at + size, properties);
        target.putInt(at + TOTAL_SIZE, size + properties.length);
    }

    static int storeTimeAt(ByteBuffer source, int at) {
        return BORN_HOST + hostSize(sysFlag(source, at), SysFlag.BORN_HOST_V6);
    }

    private static int bodyLengthAt(ByteBuffer source, int at) {
        int storeHost = hostSize(sysFlag(source, at), SysFlag.STORE_HOST_V6);
        return storeTimeAt(source, at) + 8 + storeHost + 4 + 8;
    }

    static int hostSize(int sysFlag, int v6Bit) {
        return SysFlag.has(sysFlag, v6Bit) ? 20 : 8;
    }

    /// Place of the body's first byte, relative to the message.
    public static int bodyAt(ByteBuffer source, int at) {
        return bodyLengthAt(source, at) + 4;
    }

    public static int bodyLength(ByteBuffer source, int at) {
        return source.getInt(at + bodyLengthAt(source, at));
    }

    /// Place of the topic's first byte, relative to the message.
    public static int topicAt(ByteBuffer source, int at) {
        int lengthAt = bodyAt(source, at) + bodyLength(source, at);
        return lengthAt + (magic(source, at) == MAGIC_V2 ? 2 : 1);
    }

    /// Bytes of the topic.
    public static int topicLength(ByteBuffer source, int at) {
        int lengthAt = bodyAt(source, at) + bodyLength(source, at);
        return magic(source, at) == MAGIC_V2
                ? source.getShort(at + lengthAt) & 0xFFFF
                : source.get(at + lengthAt) & 0xFF;
    }

    /// Place of the properties' first byte, relative to the message.
    public static int propertiesAt(ByteBuffer source, int at) {
        return topicAt(source, at) + topicLength(source, at) + 2;
    }

    public static int propertiesLength(ByteBuffer source, int at) {
        return source.getShort(at + propertiesAt(source, at) - 2) & 0xFFFF;
    }

    /// Says what is wrong with the bytes at `at`, or null when a whole message of at most `limit` bytes lies there whose
    /// inner lengths agree with its total size. The body's checksum is not looked at.
    public static @Nullable String fault(ByteBuffer source, int at, int limit) {
        if (limit < MIN_BYTES) {
            return "too short for a message: " + limit + " bytes";
        }
        int total = totalSize(source, at);
        if (!hasMagic(source, at)) {
            return "no message magic but 0x" + Integer.toHexString(magic(source, at));
        }
        if (total < MIN_BYTES || total > limit) {
            return "total size " + total + " outside " + MIN_BYTES + " to " + limit;
        }
        int bodyLengthAt = bodyLengthAt(source, at);
        if (bodyLengthAt + 4 > total) {
            return "hosts do not fit into " + total + " bytes";
        }
        long topicLengthAt = bodyLengthAt + 4L + source.getInt(at + bodyLengthAt);
        int topicLengthSize = magic(source, at) == MAGIC_V2 ? 2 : 1;
        if (source.getInt(at + bodyLengthAt) < 0 || topicLengthAt + topicLengthSize > total) {
            return "body length " + source.getInt(at + bodyLengthAt) + " does not fit into " + total + " bytes";
        }
        long propertiesAt = topicLengthAt + topicLengthSize + topicLength(source, at) + 2L;
        if (propertiesAt > total) {
            return "topic length " + topicLength(source, at) + " does not fit into " + total + " bytes";
        }
        if (propertiesAt + propertiesLength(source, at) != total) {
            return "properties length " + propertiesLength(source, at) + " does not end at " + total + " bytes";
        }
        return null;
    }
}
