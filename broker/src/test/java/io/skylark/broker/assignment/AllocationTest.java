package io.skylark.broker.assignment;

import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class AllocationTest {
    private static List<MessageQueue> queues(int count) {
        return IntStream.range(0, count).mapToObj(queueId -> new MessageQueue("T", "b", queueId)).toList();
    }

    private static List<String> members(int count) {
        return IntStream.range(0, count).mapToObj(member -> "client-" + member).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyQueueHasOneOwner(Allocation allocation) {
        for (int queueCount = 1; queueCount <= 20; queueCount++) {
            for (int memberCount = 1; memberCount <= 8; memberCount++) {
                List<MessageQueue> owned = new ArrayList<>();
                for (int me = 0; me < memberCount; me++) {
                    owned.addAll(allocation.share(queues(queueCount), members(memberCount), me));
                }
                assertThat(owned).containsExactlyInAnyOrderElementsOf(queues(queueCount));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AVG", "AVG_BY_CIRCLE"})
    void sharesDifferByOneAtMost(Allocation allocation) {
        for (int me = 0; me < 3; me++) {
            assertThat(allocation.share(queues(8), members(3), me)).hasSizeBetween(2, 3);
        }
    }
}
