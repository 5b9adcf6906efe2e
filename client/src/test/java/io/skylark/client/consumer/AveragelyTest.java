package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AveragelyTest {
    private static List<MessageQueue> queues(int count) {
        List<MessageQueue> queues = new ArrayList<>();
        for (int i = count - 1; i >= 0; i--) {
            queues.add(new MessageQueue("T", "b", i));
        }
        return queues;
    }

    private static List<Integer> share(int queues, List<String> members, String self) {
        return Averagely.allocate(queues(queues), members, self).stream()
                .map(MessageQueue::queueId)
                .toList();
    }

    @Test
    void givesContiguousBlocksAndTheRestToTheFirst() {
        List<String> members = List.of("c", "a", "b");
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
    void givesEachQueueToExactlyOneMember() {
        for (int queueCount = 1; queueCount < 20; queueCount++) {
            for (int memberCount = 1; memberCount < 8; memberCount++) {
                List<String> members = new ArrayList<>();
                for (int i = 0; i < memberCount; i++) {
                    members.add("member" + i);
                }
                List<Integer> all = new ArrayList<>();
                for (String member : members) {
                    all.addAll(share(queueCount, members, member));
                }
                assertThat(all).hasSize(queueCount).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void givesNothingToAStranger() {
        assertThat(share(4, List.of("a"), "b")).isEmpty();
    }
}
