package io.skylark.broker.assignment;

import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How queues are shared among the members of a group, under the names that clients send. Queues and members come
/// sorted; every member gets the same answer for the same input, so that no queue has two owners.
enum Allocation {
    /// Neighbouring queues, the first members one more when it does not come out even.
    AVG {
        @Override
        List<MessageQueue> share(List<MessageQueue> queues, List<String> members, int me) {
            int each = queues.size() / members.size();
            int more = queues.size() % members.size();
            int from = me * each + Math.min(me, more);
            return queues.subList(from, from + each + (me < more ? 1 : 0));
        }
    },

    /// One after the other.
    AVG_BY_CIRCLE {
        @Override
        List<MessageQueue> share(List<MessageQueue> queues, List<String> members, int me) {
            List<MessageQueue> mine = new ArrayList<>();
            for (int i = me; i < queues.size(); i += members.size()) {
                mine.add(queues.get(i));
            }
            return mine;
        }
    },

    /// By hashes, so that few queues move when a member comes or goes.
    CONSISTENT_HASH {
        @Override
        List<MessageQueue> share(List<MessageQueue> queues, List<String> members, int me) {
            NavigableMap<Long, String> ring = new TreeMap<>();
            for (String member : members) {
                for (int i = 0; i < POINTS_PER_MEMBER; i++) {
                    ring.put(hash(member + "-" + i), member);
                }
            }
            return queues.stream().filter(queue -> owner(ring, queue).equals(members.get(me))).toList();
        }
    };

    private static final int POINTS_PER_MEMBER = 10;

    /// The queues of the member at `me`.
    abstract List<MessageQueue> share(List<MessageQueue> queues, List<String> members, int me);

    private static String owner(NavigableMap<Long, String> ring, MessageQueue queue) {
        long point = hash("MessageQueue [topic=" + queue.topic() + ", brokerName=" + queue.brokerName() + ", queueId="
                + queue.queueId() + "]");
        Map.Entry<Long, String> next = ring.ceilingEntry(point);
        return next == null ? ring.firstEntry().getValue() : next.getValue();
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt() & 0xFFFF_FFFFL;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    /// The strategy of this name, null when there is none.
    static @Nullable Allocation find(@Nullable String name) {
        for (Allocation allocation : values()) {
            if (allocation.name().equals(name)) {
                return allocation;
            }
        }
        return null;
    }
}
