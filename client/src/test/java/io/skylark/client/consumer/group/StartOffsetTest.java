package io.skylark.client.consumer.group;

import io.skylark.client.consumer.StartFrom;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StartOffsetTest {
    private static final MessageQueue QUEUE = Samples.QUEUE;
    private static final MessageQueue RETRY = new MessageQueue("%RETRY%g", "broker-a", 0);
    private static final StartFrom TIME = StartFrom.time(Instant.ofEpochMilli(1000));

    private final FakeBrokers brokers = new FakeBrokers();

    private long start(MessageQueue queue, StartFrom from) {
        return StartOffset.of(queue, from, brokers, brokers);
    }

    @Test
    void goesOnWhereTheGroupLeftOff() {
        brokers.offsets.put(QUEUE, 42L);
        assertThat(start(QUEUE, StartFrom.LAST)).isEqualTo(42);
        assertThat(start(QUEUE, StartFrom.FIRST)).isEqualTo(42);
        assertThat(start(QUEUE, TIME)).isEqualTo(42);
    }

    @Test
    void beginsWhereItIsToldWhenTheGroupIsNew() {
        assertThat(start(QUEUE, StartFrom.LAST)).isEqualTo(100);
        assertThat(start(QUEUE, StartFrom.FIRST)).isZero();
        assertThat(start(QUEUE, TIME)).isEqualTo(50);
        assertThat(brokers.calls).contains("offsetAt 1970-01-01T00:00:01Z");
    }

    @Test
    void aYoungQueueIsReadFromItsFirstMessageUnlessItIsToldWhereToBegin() {
        brokers.young.addAll(List.of(QUEUE, RETRY));
        assertThat(start(QUEUE, StartFrom.STANDARD)).isZero();
        assertThat(start(QUEUE, StartFrom.LAST)).isEqualTo(100);
        assertThat(start(QUEUE, TIME)).isEqualTo(50);
        assertThat(start(RETRY, TIME)).as("failures of the group itself").isZero();
        brokers.young.clear();
        assertThat(start(QUEUE, StartFrom.STANDARD)).isEqualTo(100);
    }

    @Test
    void passesOverNoRetriedMessageUnlessATimeIsGiven() {
        assertThat(start(RETRY, StartFrom.LAST)).isZero();
        assertThat(start(RETRY, StartFrom.FIRST)).isZero();
        assertThat(start(RETRY, TIME)).isEqualTo(100);
    }

    @Test
    void doesNotGuessWhenTheBrokerDoesNotAnswer() {
        brokers.failure = FakeBrokers.unreachable();
        assertThatThrownBy(() -> start(QUEUE, StartFrom.FIRST)).isSameAs(brokers.failure);
    }
}
