package io.skylark.conformance.differential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The messages of a pull answer as text: queue offset, type of transaction, times consumed again, body and properties
/// of each. Hosts are IPv4, topics short.
final class Messages {
    private static final Set<Integer> CODES = Set.of(11, 12, 33, 39, 361, 200_050, 200_052);
    private static final int QUEUE_OFFSET = 20;
    private static final int POSITION = 28;
    private static final int SYS_FLAG = 36;
    private static final int RECONSUME_TIMES = 72;
    private static final int BODY_LENGTH = 84;

    private Messages() {
    }

    /// Whether the answer to such a request, or the request itself, carries messages.
    static boolean carriedBy(int code) {
        return CODES.contains(code);
    }

    /// Where the first message of an answer is in the log.
    static long position(byte[] answer) {
        return ByteBuffer.wrap(answer).getLong(POSITION);
    }

    /// The queue offsets of the messages of an answer.
    static List<Long> offsets(byte[] answer) {
        List<Long> offsets = new ArrayList<>();
        ByteBuffer source = ByteBuffer.wrap(answer);
        for (int at = 0; at < answer.length; at += source.getInt(at)) {
            offsets.add(source.getLong(at + QUEUE_OFFSET));
        }
        return offsets;
    }

    static String text(byte[] answer) {
        StringBuilder text = new StringBuilder();
        ByteBuffer source = ByteBuffer.wrap(answer);
        for (int at = 0; at < answer.length; at += source.getInt(at)) {
            int bodyLength = source.getInt(at + BODY_LENGTH);
            int topicAt = at + BODY_LENGTH + 4 + bodyLength;
            int propertiesAt = topicAt + 1 + source.get(topicAt) + 2;
            int propertiesLength = source.getShort(propertiesAt - 2);
            text.append('[').append(source.getLong(at + QUEUE_OFFSET))
                    .append(" queue ").append(source.getInt(at + 12))
                    .append(" sysFlag ").append(source.getInt(at + SYS_FLAG))
                    .append(" times ").append(source.getInt(at + RECONSUME_TIMES))
                    .append(' ').append(string(answer, topicAt + 1, source.get(topicAt)))
                    .append(' ').append(string(answer, at + BODY_LENGTH + 4, bodyLength))
                    .append(' ').append(properties(string(answer, propertiesAt, propertiesLength))).append(']');
        }
        return text.toString();
    }

    /// The properties in the header of an answer, in the order of their names.
    static String sorted(String escaped) {
        return properties(escaped.replace("\\u0001", "\u0001").replace("\\u0002", "\u0002"));
    }

    private static String properties(String text) {
        return Arrays.stream(text.split("\u0002")).map(property -> property.replace('\u0001', '=')).sorted()
                .collect(Collectors.joining(","));
    }

    private static String string(byte[] bytes, int at, int length) {
        return new String(bytes, at, length, StandardCharsets.UTF_8);
    }
}
