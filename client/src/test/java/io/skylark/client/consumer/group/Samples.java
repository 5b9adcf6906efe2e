package io.skylark.client.consumer.group;

import io.skylark.message.EncodedMessage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages and answers as brokers give them.
public final class Samples {
    public static final MessageQueue QUEUE = new MessageQueue("T", "broker-a", 0);

    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);

    private Samples() {}

    /// A message at a queue offset, whose position in the log is a thousand times as much.
    public static EncodedMessage message(long offset, String tag) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("UNIQ_KEY", "ID" + offset));
        if (!tag.isEmpty()) {
            properties.put("TAGS", tag);
        }
        return message(offset, 0, "body " + offset, properties);
    }

    public static EncodedMessage message(long offset, int sysFlag, String body, Map<String, String> properties) {
        MessageDraft draft = new MessageDraft(
                "T".getBytes(StandardCharsets.UTF_8), 0, 0, sysFlag, 1, HOST, HOST, 0, 0,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer stored = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(stored, 2);
        stored.flip();
        MessageLayout.place(stored, 0, offset, offset * 1000);
        return EncodedMessage.read(stored);
    }

    /// Messages with tag `a` from one offset to before another.
    public static List<EncodedMessage> messages(long from, long to) {
        List<EncodedMessage> messages = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            messages.add(message(offset, "a"));
        }
        return messages;
    }

    public static PullAnswer found(long from, long to) {
        return new PullAnswer(PullAnswer.Kind.FOUND, to, 0, to, 0, messages(from, to));
    }

    public static PullAnswer answer(PullAnswer.Kind kind, long nextOffset) {
        return new PullAnswer(kind, nextOffset, 0, nextOffset, 0, List.of());
    }
}
