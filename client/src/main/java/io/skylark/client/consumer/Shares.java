package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The strategies of [RebalanceStrategy].
final class Shares {
    /// How often each member stands on the ring.
    private static final int PLACES = 10;

    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    private Shares() {}

    static List<MessageQueue> averagely(List<MessageQueue> queues, List<String> members, String self) {
        int index = members.indexOf(self);
        int share = queues.size() / members.size();
        int left = queues.size() % members.size();
        int from = index * share + Math.min(index, left);
        return queues.subList(from, from + share + (index < left ? 1 : 0));
    }

    static List<MessageQueue> inCircle(List<MessageQueue> queues, List<String> members, String self) {
        List<MessageQueue> share = new ArrayList<>();
        for (int i = members.indexOf(self); i < queues.size(); i += members.size()) {
            share.add(queues.get(i));
        }
        return share;
    }

    static List<MessageQueue> consistentHash(List<MessageQueue> queues, List<String> members, String self) {
        TreeMap<Long, String> ring = new TreeMap<>();
        for (String member : members) {
            for (int place = 0; place < PLACES; place++) {
                ring.put(hash(member + "-" + place), member);
            }
        }
        List<MessageQueue> share = new ArrayList<>();
        for (MessageQueue queue : queues) {
            Map.Entry<Long, String> next = ring.ceilingEntry(hash(name(queue)));
            String owner = next == null ? ring.firstEntry().getValue() : next.getValue();
            if (owner.equals(self)) {
                share.add(queue);
            }
        }
        return share;
    }

    /// As official clients spell a queue.
    private static String name(MessageQueue queue) {
        return "MessageQueue [topic=" + queue.topic() + ", brokerName=" + queue.brokerName() + ", queueId="
                + queue.queueId() + "]";
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getInt() & UNSIGNED_INT;
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
    }
}
