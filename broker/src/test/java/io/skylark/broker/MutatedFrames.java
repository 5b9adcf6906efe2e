package io.skylark.broker;

import io.skylark.message.BatchBody;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frames of plain sends, batches and pulls in both serializations, changed as some bytes of input say.
///
/// | input | meaning |
/// |---|---|
/// | 1 | which frame |
/// | 1 | 0 to 15: the header's length is left as it was |
/// | 4 each, at most [#MAX_EDITS] | an edit: kind, place in the header, value |
final class MutatedFrames {
    static final int MAX_EDITS = 6;

    private static final int EDIT_BYTES = 4;
    private static final String[] TOKENS = {
        "\"", "\\", "\\u0041", "\\n", "\\ud83d", ":", ",", "{", "}", "[", "null", "true", "false", "-1", "-", "0", "00", "1e3",
        "1.5", "2147483648", "99999999999999999999", " ", "\t", "\u0000", "\u0001", "\u0002", "ä", "😀", "UNIQ_KEY", "TAGS",
        "DELAY\u00013\u0002", "\"m\":\"true\",", "\"b\":\"other\",", "\"e\":\"0\",", "\"extFields\":{", "\"flag\":2,"
    };

    /// Each from behind its length field on.
    private final List<byte[]> frames = new ArrayList<>();

    MutatedFrames() {
        String properties = "KEYS\u0001k1\u0002UNIQ_KEY\u0001U1\u0002TAGS\u0001TagA\u0002WAIT\u0001true\u0002";
        Command send = SendMessage.API.request(
                RunningBroker.sendRequest(TwoWays.TOPIC, 0, properties), text("a body")).withOpaque(3);
        Map<String, String> names = Map.of(
                "producerGroup", "pg", "topic", TwoWays.TOPIC, "defaultTopic", "TBW102", "defaultTopicQueueNums", "4",
                "queueId", "0", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag", "7", "properties", properties,
                "reconsumeTimes", "0");
        add(send);
        add(Command.request(SendMessage.V1, 4, new HashMap<>(names), text("another")));
        for (int code : new int[] {SendMessage.V2, SendMessage.BATCH}) {
            add(Command.request(code, 7, batchFields(), batch(properties)));
        }
        for (int code : new int[] {PullMessage.CODE, PullMessage.LITE_CODE}) {
            add(Command.request(code, 5, pull(0, "TagA || TagB"), Command.NO_BODY));
            add(Command.request(code, 6, pull(1, "*"), Command.NO_BODY));
        }
    }

    private static Map<String, String> batchFields() {
        Map<String, String> fields = SendMessage.API.request(
                RunningBroker.sendRequest(TwoWays.TOPIC, 0, "WAIT\u0001true\u0002"), Command.NO_BODY).fields();
        fields.put("m", "true");
        return fields;
    }

    private static ByteBuffer batch(String properties) {
        byte[] encoded = properties.getBytes(StandardCharsets.UTF_8);
        ByteBuffer batch = ByteBuffer.allocate(2 * BatchBody.encodedSize(1, encoded.length));
        BatchBody.put(batch, 7, new byte[] {1}, encoded);
        BatchBody.put(batch, 8, new byte[] {2}, encoded);
        return batch.flip();
    }

    private static Map<String, String> pull(long offset, String tags) {
        return PullMessage.API.request(new PullMessage.Request(
                TwoWays.GROUP, TwoWays.TOPIC, 0, offset, 32, PullMessage.FLAG_SUBSCRIPTION, 0, 0, tags, 0L, "TAG", null))
                .fields();
    }

    private static ByteBuffer text(String body) {
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }

    private void add(Command command) {
        for (SerializeType type : SerializeType.values()) {
            byte[] frame = CommandCodec.encode(command, type);
            frames.add(Arrays.copyOfRange(frame, Integer.BYTES, frame.length));
        }
    }

    int count() {
        return frames.size();
    }

    /// A frame without its length field.
    byte[] make(byte[] input) {
        byte[] frame = frames.get(input.length == 0 ? 0 : (input[0] & 0xFF) % frames.size());
        int marker = ByteBuffer.wrap(frame).getInt();
        int headerEnd = Integer.BYTES + (marker & 0xFFFFFF);
        byte[] header = Arrays.copyOfRange(frame, Integer.BYTES, headerEnd);
        byte[] body = Arrays.copyOfRange(frame, headerEnd, frame.length);
        for (int i = 0; i < MAX_EDITS && 2 + (i + 1) * EDIT_BYTES <= input.length; i++) {
            int at = 2 + i * EDIT_BYTES;
            int kind = input[at] & 7;
            int place = ((input[at + 1] & 0xFF) << 8) | (input[at + 2] & 0xFF);
            int value = input[at + 3] & 0xFF;
            if (kind == 0) {
                body = Arrays.copyOf(body, value);
            } else if (header.length > 0) {
                header = edit(header, kind, place % header.length, value);
            }
        }
        boolean lies = input.length > 1 && (input[1] & 0xFF) < 16;
        int newMarker = lies ? marker : (marker & 0xFF000000) | header.length;
        return ByteBuffer.allocate(Integer.BYTES + header.length + body.length)
                .putInt(newMarker).put(header).put(body).array();
    }

    private static byte[] edit(byte[] header, int kind, int at, int value) {
        byte[] same = {header[at]};
        return switch (kind) {
            case 1 -> replace(header, at, new byte[] {(byte) value});
            case 2 -> replace(header, at, new byte[] {(byte) (header[at] ^ (1 << (value & 7)))});
            case 3 -> replace(header, at, new byte[0]);
            case 4 -> replace(header, at, new byte[] {(byte) value, header[at]});
            case 5 -> replace(header, at, token(value));
            case 6 -> replace(header, at, join(token(value), same));
            default -> replace(header, at, Arrays.copyOfRange(header, at, Math.min(header.length, at + 1 + value % 64)));
        };
    }

    private static byte[] token(int value) {
        return TOKENS[value % TOKENS.length].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Puts `instead` in the place of one byte.
    private static byte[] replace(byte[] header, int at, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header, 0, at);
        out.write(instead, 0, instead.length);
        out.write(header, at + 1, header.length - at - 1);
        return out.toByteArray();
    }
}
