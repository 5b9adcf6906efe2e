package io.skylark.broker;

import io.skylark.message.MessageLayout;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/// The same frames for a broker that answers plain ones fast and for one that decodes them all: the answers are the same,
/// and so are the bytes that are stored, but for what has to differ: the client's port, and keys that the broker draws.
final class TwoWays implements AutoCloseable {
    static final String TOPIC = "T";
    static final String GROUP = "g";

    private static final Set<Integer> CODES = Set.of(
            SendMessage.V1, SendMessage.V2, SendMessage.BATCH, PullMessage.CODE, PullMessage.LITE_CODE);
    private static final int PROBE = 0x5EED5EED;
    private static final int BORN_PORT_AT = 52;
    private static final Pattern DRAWN_KEY = Pattern.compile("UNIQ_KEY\u0001[0-9A-F]{32}");
    private static final byte[] PROBE_FRAME = probe();

    private final OneWay fast;
    private final OneWay general;

    TwoWays(Path folder) throws IOException {
        fast = new OneWay(folder.resolve("fast"), UnaryOperator.identity());
        general = new OneWay(folder.resolve("general"), Router::withoutFastHandlers);
        // one queue, so that "any queue" is always the same one
        Command creates = SendMessage.API.request(
                new SendMessage.Request("pg", TOPIC, "TBW102", 1, 0, 0, 0, 0, "", 0, false, null, false, null),
                ByteBuffer.wrap(new byte[1]));
        for (OneWay way : new OneWay[] {fast, general}) {
            way.send(frame(creates));
            assertThat(answer(way)).contains("code 0 ");
            way.send(frame(PullMessage.API.request(new PullMessage.Request(
                    GROUP, TOPIC, 0, 0, 1, PullMessage.FLAG_SUBSCRIPTION, 0, 0, "*", 0L, "TAG", null))));
            assertThat(answer(way)).contains("code 0 ");
        }
    }

    private static byte[] probe() {
        return frame(SendMessage.API.request(RunningBroker.sendRequest(TOPIC, 0, "UNIQ_KEY\u0001probe\u0002"),
                ByteBuffer.wrap(new byte[1])).withOpaque(PROBE));
    }

    private static byte[] frame(Command command) {
        byte[] whole = CommandCodec.encode(command, SerializeType.JSON);
        return ByteBuffer.allocate(whole.length - Integer.BYTES).put(whole, 4, whole.length - 4).array();
    }

    /// @param frame without its length field
    void compare(byte[] frame) throws IOException {
        Command command = decode(frame);
        if (command != null && (!CODES.contains(command.code()) || isLeftToChance(command))) {
            return;
        }
        boolean answered = command == null || !(command.isResponse() || command.isOneway());
        String expected = exchange(general, frame, answered);
        assertThat(exchange(fast, frame, answered)).isEqualTo(expected);
        assertThat(fast.maxOffset(TOPIC)).isEqualTo(general.maxOffset(TOPIC));
        assertThat(fast.failure()).isNull();
        assertThat(general.failure()).isNull();
    }

    private static @Nullable Command decode(byte[] frame) {
        try {
            return CommandCodec.decode(ByteBuffer.wrap(frame));
        } catch (ProtocolException noCommand) {
            return null;
        }
    }

    /// Whether two brokers may do different things: draw a queue, or do elsewhere what nobody waits for.
    private static boolean isLeftToChance(Command command) {
        boolean send = command.code() != PullMessage.CODE && command.code() != PullMessage.LITE_CODE;
        try {
            if (send) {
                SendMessage.Request request = SendMessage.API.decodeRequest(command);
                return !TOPIC.equals(request.topic()) && (request.queueId() < 0 || command.isOneway());
            }
            return command.isOneway() && !GROUP.equals(PullMessage.API.decodeRequest(command).consumerGroup());
        } catch (ProtocolException refused) {
            return false;
        }
    }

    /// Everything that can be seen of one frame's way, as text.
    private static String exchange(OneWay way, byte[] frame, boolean answered) throws IOException {
        way.send(frame);
        String seen = answered ? answer(way) : "no answer\n";
        if (seen.startsWith("closed")) {
            return seen;
        }
        // in the log behind what the frame may have sent, so that its answer comes last
        way.send(PROBE_FRAME);
        return seen + answer(way);
    }

    private static String answer(OneWay way) throws IOException {
        int port = way.clientPort();
        Command answer = way.read();
        if (answer == null) {
            return "closed\n";
        }
        Map<String, String> fields = new HashMap<>(answer.fields());
        StringBuilder stored = new StringBuilder();
        String ids = fields.get("msgId");
        if (ids != null) {
            for (String id : ids.split(",", -1)) {
                stored.append(way.message(OffsetMessageId.decode(id).position()).map(TwoWays::masked)
                        .orElse("in no queue")).append('\n');
            }
        }
        fields.computeIfPresent("transactionId", (name, key) -> key.matches("[0-9A-F]{32}") ? "drawn" : key);
        String remark = String.valueOf(answer.remark()).replace(":" + port, ":port");
        return "code " + answer.code() + " flag " + answer.flag() + " opaque " + answer.opaque() + " " + answer.language()
                + " " + answer.version() + " " + remark + " " + new TreeMap<>(fields) + "\n"
                + masked(answer.bodyBytes()) + "\n" + stored;
    }

    /// Messages back to back, as text of a character for each byte.
    private static String masked(byte[] messages) {
        ByteBuffer bytes = ByteBuffer.wrap(messages);
        for (int at = 0; at < messages.length; at += MessageLayout.totalSize(bytes, at)) {
            bytes.putInt(at + BORN_PORT_AT, 0);
        }
        return DRAWN_KEY.matcher(new String(messages, StandardCharsets.ISO_8859_1)).replaceAll("UNIQ_KEY drawn");
    }

    @Override
    public void close() throws IOException {
        fast.close();
        general.close();
    }
}
