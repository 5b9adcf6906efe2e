package io.skylark.cli;

import io.skylark.log.EntryType;
import io.skylark.log.segment.LostFrame;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Names of entry types, and the bodies of those that are not messages as people read them. What the tables of the
/// broker write is in `docs/formats/segment.md`; a test of the server holds the two together.
final class EntryText {
    static final int TOPIC = 16;
    static final int GROUP = 17;
    static final int OFFSETS = 18;
    static final int HALF = 19;
    static final int HALF_STATE = 20;
    static final int TIMER = 21;
    static final int TIMER_STATE = 22;

    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int TOPIC_SWEEP = 4;
    private static final int GROUP_PUT = 2;
    private static final int GROUP_DELETE = 3;
    private static final int GROUP_FORBID = 4;
    private static final int REMOVED = 1;
    private static final int MAX_ITEMS = 8;

    private static final Map<Integer, String> NAMES = names();

    private EntryText() {}

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>();
        for (EntryType type : List.of(
                EntryType.PADDING, EntryType.MESSAGE, EntryType.MESSAGE_BATCH, EntryType.ROLL, EntryType.LOST,
                EntryType.MOVED)) {
            names.put(type.code(), type.name());
        }
        names.put(TOPIC, "TOPIC");
        names.put(GROUP, "GROUP");
        names.put(OFFSETS, "OFFSETS");
        names.put(HALF, "HALF");
        names.put(HALF_STATE, "HALF_STATE");
        names.put(TIMER, "TIMER");
        names.put(TIMER_STATE, "TIMER_STATE");
        names.put(23, "POP_STATE");
        names.put(24, "REQUEST_MODE");
        names.put(25, "QUEUE_LOCK");
        return names;
    }

    static String type(int code) {
        return NAMES.getOrDefault(code, "TYPE-" + code);
    }

    /// @throws IllegalArgumentException when the text is neither a name nor a code
    static OptionalInt typeCode(String text) {
        for (Map.Entry<Integer, String> name : NAMES.entrySet()) {
            if (name.getValue().equals(text.toUpperCase(Locale.ROOT))) {
                return OptionalInt.of(name.getKey());
            }
        }
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= EntryType.MAX_CODE) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        throw new IllegalArgumentException("there is no entry type \"" + text + "\"; it is a code from 0 to "
                + EntryType.MAX_CODE + " or one of " + String.join(", ", NAMES.values()));
    }

    /// A body that holds no messages, in one line; bytes when it is not what its type says.
    static String body(int type, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        ByteBuffer copy = ByteBuffer.wrap(bytes);
        try {
            return StoreText.printable(switch (type) {
                case TOPIC -> topic(copy);
                case GROUP -> group(copy);
                case OFFSETS -> offsets(copy);
                case TIMER -> timer(copy);
                case TIMER_STATE -> timerState(copy);
                default -> type == EntryType.LOST.code() ? lost(LostFrame.read(copy))
                        : type == EntryType.PADDING.code() ? "" : StoreText.hex(bytes);
            });
        } catch (IllegalArgumentException | BufferUnderflowException unknown) {
            return StoreText.hex(bytes);
        }
    }

    private static String topic(ByteBuffer body) {
        int operation = body.get();
        return switch (operation) {
            case PUT -> "put " + rest(body);
            case DELETE -> "delete " + rest(body);
            case TOPIC_SWEEP -> "sweep " + rest(body);
            default -> throw new IllegalArgumentException("unknown change " + operation);
        };
    }

    private static String group(ByteBuffer body) {
        int operation = body.get();
        return switch (operation) {
            case PUT, GROUP_PUT -> "put " + rest(body);
            case GROUP_DELETE -> (body.get() == 0 ? "delete " : "delete with its offsets ") + rest(body);
            case GROUP_FORBID -> "forbid " + rest(body);
            default -> throw new IllegalArgumentException("unknown change " + operation);
        };
    }

    private static String rest(ByteBuffer body) {
        return StandardCharsets.UTF_8.decode(body).toString();
    }

    private static String offsets(ByteBuffer body) {
        List<String> items = new ArrayList<>();
        int count = 0;
        for (; body.hasRemaining(); count++) {
            long offset = body.getLong();
            int queueId = body.getInt();
            String topic = text(body);
            String item = text(body) + " at " + topic + "/" + queueId + " " + offset;
            if (count < MAX_ITEMS) {
                items.add(item);
            }
        }
        return String.join(", ", items) + (count > MAX_ITEMS ? ", and " + (count - MAX_ITEMS) + " more" : "");
    }

    private static String timer(ByteBuffer body) {
        long due = body.getLong();
        long replaces = body.getLong();
        return StoreText.count(body.remaining(), "byte", "bytes") + " of a message to be seen at "
                + Instant.ofEpochMilli(due) + (replaces < 0 ? "" : ", instead of that at " + replaces);
    }

    private static String timerState(ByteBuffer body) {
        int operation = body.get();
        if (operation != REMOVED) {
            throw new IllegalArgumentException("unknown change " + operation);
        }
        Instant due = Instant.ofEpochMilli(body.getLong());
        return "removed: the message at " + body.getLong() + ", to be seen at " + due;
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getShort() & 0xFFFF];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String lost(LostFrame frame) {
        String known = frame.queues().stream()
                .map(lost -> StoreText.count(lost.messages(), "message", "messages") + " of " + lost.topic() + "/"
                        + lost.queueId())
                .collect(Collectors.joining(", "));
        String unknown = frame.anywhere() == 0 ? "" : "up to " + frame.anywhere() + " messages of any queue";
        return "given up by a repair: " + (known.isEmpty() && unknown.isEmpty() ? "no messages"
                : known + (known.isEmpty() || unknown.isEmpty() ? "" : ", ") + unknown);
    }
}
