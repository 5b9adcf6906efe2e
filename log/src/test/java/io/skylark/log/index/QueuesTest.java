package io.skylark.log.index;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class QueuesTest {
    private final TailSegment segment = new TailSegment(0, 1 << 20);
    private final Queues queues = new Queues(new IndexedSegments(1 << 20));

    @Test
    void findsQueuesByNameAndByBytes() {
        LogQueue queue = queues.findOrMake("orders", 2);
        ByteBuffer bytes = ByteBuffer.wrap("xxorders".getBytes(UTF_8));
        assertThat(queues.find("orders", 2)).isSameAs(queue);
        assertThat(queues.find(bytes, 2, 6, 2)).isSameAs(queue);
        assertThat(queues.find(bytes, 1, 6, 2)).isNull();
        assertThat(queues.find("orders", 1)).isNull();
        assertThat(queues.find("orders", 3)).isNull();
        assertThat(queues.find("orders", -1)).isNull();
        assertThat(queue.topic()).isEqualTo("orders");
        assertThat(queue.queueId()).isEqualTo(2);
    }

    @Test
    void keepsTensOfThousandsOfTopicsApart() {
        for (int i = 0; i < 20_000; i++) {
            append("topic-" + i, i % 7, i);
        }
        for (int i = 0; i < 20_000; i++) {
            LogQueue queue = queues.findOrMake("topic-" + i, i % 7);
            assertThat(queue.maxOffset()).isEqualTo(1);
            Run run = queue.run(0);
            assertThat(run).isNotNull();
            assertThat(run == null ? -1 : run.position(0)).isEqualTo(i);
        }
    }

    @Test
    void startsARemovedTopicAnew() {
        append("T", 0, 10);
        append("T", 1, 20);
        append("U", 0, 30);
        LogQueue old = queues.findOrMake("T", 0);
        queues.remove("T", 35);
        assertThat(old.isRemoved()).isTrue();
        assertThat(queues.find("T", 0)).isNull();
        assertThat(queues.find("T", 1)).isNull();
        assertThat(append("T", 0, 40)).isZero();
        assertThat(append("U", 0, 50)).isEqualTo(1);
        assertThat(append("T", 0, 34)).as("dead before the removal").isEqualTo(-1);
        queues.remove("nothing", 60);
    }

    @Test
    void wakesWaitersAtTheEndOfTheRoundOnly() {
        boolean[] called = new boolean[1];
        LogQueue queue = queues.findOrMake("T", 0);
        queue.await(0, new Waiter(TagFilter.ALL) {
            @Override
            protected void ready() {
                called[0] = true;
            }
        });
        append("T", 0, 10);
        assertThat(called[0]).isFalse();
        queues.roundApplied();
        assertThat(called[0]).isTrue();
    }

    @Test
    void refusesImpossibleQueueIds() {
        assertThatThrownBy(() -> queues.findOrMake("T", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queues.findOrMake("T", Queues.MAX_QUEUES_PER_TOPIC))
                .hasMessageContaining("65536 is outside 0 to 65535");
    }

    private long append(String topic, int queueId, long position) {
        ByteBuffer bytes = ByteBuffer.wrap(topic.getBytes(UTF_8));
        return queues.append(segment, bytes, 0, bytes.limit(), queueId, position, 1, 0, 0);
    }
}
