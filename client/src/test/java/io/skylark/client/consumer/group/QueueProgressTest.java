package io.skylark.client.consumer.group;

import io.skylark.client.consumer.FlowLimits;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueueProgressTest {
    private final QueueProgress progress = new QueueProgress(10, InstantSource.system());

    private void finish(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            progress.finish(offset);
        }
    }

    @Test
    void commitsWhereItBeganUntilSomethingIsConsumed() {
        assertThat(progress.commitOffset()).isEqualTo(10);
        progress.pulled(Samples.messages(10, 12), 12);
        assertThat(progress.commitOffset()).isEqualTo(10);
    }

    @Test
    void commitsUpToTheOldestUnfinishedMessage() {
        progress.pulled(Samples.messages(10, 14), 14);
        finish(11, 13);
        assertThat(progress.commitOffset()).isEqualTo(10);
        finish(10, 11);
        assertThat(progress.commitOffset()).isEqualTo(13);
        finish(13, 14);
        assertThat(progress.commitOffset()).isEqualTo(14);
    }

    @Test
    void commitsBehindMessagesThatWereNotWanted() {
        progress.pulled(Samples.messages(10, 11), 40);
        assertThat(progress.commitOffset()).isEqualTo(10);
        finish(10, 11);
        assertThat(progress.commitOffset()).isEqualTo(40);
        progress.pulled(List.of(), 60);
        assertThat(progress.commitOffset()).isEqualTo(60);
    }

    @Test
    void isFullByNumberBytesOrSpan() {
        progress.pulled(Samples.messages(10, 13), 13);
        int bytes = 3 * "body 10".length();
        assertThat(progress.isFull(new FlowLimits(4, bytes + 1, 3))).isFalse();
        assertThat(progress.isFull(new FlowLimits(3, bytes + 1, 3))).isTrue();
        assertThat(progress.isFull(new FlowLimits(4, bytes, 3))).isTrue();
        assertThat(progress.isFull(new FlowLimits(4, bytes + 1, 2))).isTrue();
        finish(10, 13);
        assertThat(progress.isFull(new FlowLimits(1, 1, 1))).isFalse();
    }

    @Test
    void doesNotCountAMessageTwice() {
        progress.pulled(Samples.messages(10, 11), 11);
        progress.pulled(Samples.messages(10, 11), 11);
        finish(10, 11);
        finish(10, 11);
        assertThat(progress.isFull(new FlowLimits(1, 1, 1))).isFalse();
        assertThat(progress.commitOffset()).isEqualTo(11);
    }
}
