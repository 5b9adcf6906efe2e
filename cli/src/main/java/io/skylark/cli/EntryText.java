package io.skylark.cli;

import io.skylark.log.EntryType;
import io.skylark.log.segment.LostFrame;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int MAX_ITEMS = 8;

    private static final Map<Integer, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(EntryType.PADDING.code(), EntryType.PADDING.name()),
            Map.entry(EntryType.MESSAGE.code(), EntryType.MESSAGE.name()),
            Map.entry(EntryType.MESSAGE_BATCH.code(), EntryType.MESSAGE_BATCH.name()),
            Map.entry(EntryType.ROLL.code(), EntryType.ROLL.name()),
            Map.entry(EntryType.LOST.code(), EntryType.LOST.name()),
            Map.entry(EntryType.MOVED.code(), EntryType.MOVED.name()),
            Map.entry(TOPIC, "TOPIC"),
            Map.entry(GROUP, "GROUP"),
            Map.entry(OFFSETS, "OFFSETS"),
            Map.entry(HALF, "HALF"),
            Map.entry(HALF_STATE, "HALF_STATE")));

    private EntryText() {}

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
                case TOPIC, GROUP -> change(copy);
                case OFFSETS -> offsets(copy);
                default -> type == EntryType.LOST.code() ? lost(LostFrame.read(copy))
                        : type == EntryType.PADDING.code() ? "" : StoreText.hex(bytes);
            });
        } catch (IllegalArgumentException | BufferUnderflowException unknown) {
            return StoreText.hex(bytes);
        }
    }

    private static String change(ByteBuffer body) {
        int operation = body.get();
        String text = StandardCharsets.UTF_8.decode(body).toString();
        return switch (operation) {
            case PUT -> "put " + text;
            case DELETE -> "delete " + text;
            default -> throw new IllegalArgumentException("unknown change " + operation);
        };
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
