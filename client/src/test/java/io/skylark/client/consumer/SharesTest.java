package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTest {
    private static List<MessageQueue> queues(int count) {
        List<MessageQueue> queues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queues.add(new MessageQueue("T", "b", i));
        }
        return queues;
    }

    private static List<Integer> share(int queues, List<String> members, String self) {
        return share(RebalanceStrategy.averagely(), queues, members, self);
    }

    private static List<Integer> share(RebalanceStrategy strategy, int queues, List<String> members, String self) {
        return strategy.allocate(queues(queues), members, self).stream()
                .map(MessageQueue::queueId)
                .toList();
    }

    @Test
    void givesContiguousBlocksAndTheRestToTheFirst() {
        List<String> members = List.of("a", "b", "c");
        assertThat(share(8, members, "a")).containsExactly(0, 1, 2);
        assertThat(share(8, members, "b")).containsExactly(3, 4, 5);
        assertThat(share(8, members, "c")).containsExactly(6, 7);
    }

    @Test
    void leavesMembersWithoutAQueueWhenThereAreTooFew() {
        List<String> members = List.of("a", "b", "c");
        assertThat(share(2, members, "b")).containsExactly(1);
        assertThat(share(2, members, "c")).isEmpty();
    }

    @Test
    void dealsQueuesInTurn() {
        List<String> members = List.of("a", "b", "c");
        assertThat(share(RebalanceStrategy.inCircle(), 8, members, "a")).containsExactly(0, 3, 6);
        assertThat(share(RebalanceStrategy.inCircle(), 8, members, "c")).containsExactly(2, 5);
        assertThat(share(RebalanceStrategy.inCircle(), 2, members, "c")).isEmpty();
    }

    /// As `AllocateMessageQueueConsistentHash` of the official client 5.5.0 shares the same.
    @Test
    void sharesByHashesAsTheOfficialClientDoes() {
        List<String> members = List.of("a", "b", "c");
        assertThat(share(RebalanceStrategy.consistentHash(), 8, members, "a")).containsExactly(2, 4);
        assertThat(share(RebalanceStrategy.consistentHash(), 8, members, "b")).containsExactly(1, 5, 6);
        assertThat(share(RebalanceStrategy.consistentHash(), 8, members, "c")).containsExactly(0, 3, 7);
    }

    @Test
    void givesEachQueueToExactlyOneMember() {
        for (RebalanceStrategy strategy : List.of(
                RebalanceStrategy.averagely(), RebalanceStrategy.inCircle(), RebalanceStrategy.consistentHash())) {
            for (int queueCount = 1; queueCount < 20; queueCount++) {
                for (int memberCount = 1; memberCount < 8; memberCount++) {
                    givesEachQueueToExactlyOneMember(strategy, queueCount, memberCount);
                }
            }
        }
    }

    private static void givesEachQueueToExactlyOneMember(RebalanceStrategy strategy, int queues, int count) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add("member" + i);
        }
        List<Integer> all = new ArrayList<>();
        members.forEach(member -> all.addAll(share(strategy, queues, members, member)));
        assertThat(all).hasSize(queues).doesNotHaveDuplicates();
    }
}
