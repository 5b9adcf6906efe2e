package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Acknowledges everything that one pop has brought, in one request. Made anew for each: what is in it is nowhere near
/// the same. Immutable.
public final class AckFrames {
    /// Header and body without their entries, and one entry without names.
    private static final int FIXED_BYTES = 512;
    private static final int ENTRY_BYTES = 256;

    private final String topic;
    private final String brokerName;

    public AckFrames(String topic, String brokerName) {
        this.topic = topic;
        this.brokerName = brokerName;
    }

    /// More than the largest request has.
    ///
    /// @param queues that a pop may bring messages of
    public int maxBytes(int queues, String group) {
        return FIXED_BYTES + brokerName.length() + queues * (ENTRY_BYTES + topic.length() + group.length());
    }

    /// Appends one request.
    ///
    /// @param pop the header that the pop was answered with
    public void write(ByteBuffer target, int opaque, String group, PopMessage.Response pop) {
        AckMessage.Batch batch = new AckMessage.Batch(brokerName, acks(group, pop));
        Command request = AckMessage.BATCH.request(Empty.EMPTY, ByteBuffer.wrap(Json.encodeStrict(batch)));
        target.put(CommandCodec.encode(request.withOpaque(opaque), SerializeType.JSON));
    }

    private List<AckMessage.BatchAck> acks(String group, PopMessage.Response pop) {
        Map<String, Long> starts = new HashMap<>();
        for (String entry : entries(pop.startOffsetInfo())) {
            int end = entry.lastIndexOf(' ');
            starts.put(entry.substring(0, end), Long.parseLong(entry.substring(end + 1)));
        }
        List<AckMessage.BatchAck> acks = new ArrayList<>();
        for (String entry : entries(pop.msgOffsetInfo())) {
            String[] words = entry.split(" ");
            long start = starts.getOrDefault(words[0] + " " + words[1], 0L);
            BitSet bits = new BitSet();
            for (String offset : words[2].split(",")) {
                bits.set(Math.toIntExact(Long.parseLong(offset) - start));
            }
            acks.add(new AckMessage.BatchAck(group, topic, words[0], start, Integer.parseInt(words[1]),
                    pop.reviveQid(), pop.popTime(), pop.invisibleTime(),
                    Base64.getEncoder().encodeToString(bits.toByteArray())));
        }
        return acks;
    }

    private static String[] entries(@Nullable String text) {
        return text == null || text.isEmpty() ? new String[0] : text.split(";");
    }
}
