package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.util.List;

/// Shares the queues of a topic among the members of a group: contiguous blocks in the order of the names, the first
/// members get one more when it does not come out even. Every member computes the same.
final class Averagely {
    private Averagely() {}

    /// The share of `self`; empty when it is not among the members.
    static List<MessageQueue> allocate(List<MessageQueue> queues, List<String> members, String self) {
        List<MessageQueue> sortedQueues = queues.stream().sorted().toList();
        List<String> sortedMembers = members.stream().distinct().sorted().toList();
        int index = sortedMembers.indexOf(self);
        if (index < 0) {
            return List.of();
        }
        int share = sortedQueues.size() / sortedMembers.size();
        int left = sortedQueues.size() % sortedMembers.size();
        int from = index * share + Math.min(index, left);
        int to = from + share + (index < left ? 1 : 0);
        return sortedQueues.subList(from, to);
    }
}
