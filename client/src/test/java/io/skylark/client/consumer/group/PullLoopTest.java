package io.skylark.client.consumer.group;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.error.RefusedException;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PullLoopTest {
    private static final FlowLimits LIMITS = new FlowLimits(4, 1_000_000, 100);

    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();
    private final List<EncodedMessage> received = new ArrayList<>();
    private final List<QueueProgress> progresses = new ArrayList<>();

    private @Nullable Error sinkFailure;
    private @Nullable RuntimeException gateFailure;
    private boolean open = true;
    private Instant now = Instant.ofEpochMilli(1_000);

    private void finish(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            progresses.get(0).finish(offset);
        }
    }

    @Test
    void knowsWhenItGotAnAnswerAndWhenAMessageWasConsumed() {
        PullLoop loop = loop();
        assertThat(loop.lastPullMillis()).isZero();
        assertThat(loop.progress().lastConsumedMillis()).isEqualTo(1_000);
        now = Instant.ofEpochMilli(2_000);
        answer(Samples.found(10, 12));
        now = Instant.ofEpochMilli(3_000);
        finish(10, 11);
        assertThat(loop.lastPullMillis()).isEqualTo(2_000);
        assertThat(loop.progress().lastConsumedMillis()).isEqualTo(3_000);
        now = Instant.ofEpochMilli(4_000);
        loop.seek(20);
        assertThat(loop.progress().lastConsumedMillis()).isEqualTo(4_000);
    }

    private PullLoop loop(Filter wanted) {
        GroupConfig config = new GroupConfig(
                "g", GroupConfig.Kind.PUSH, Map.of("T", wanted), StartFrom.FIRST, -1, 32, LIMITS,
                RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20));
        PullLoop loop = new PullLoop(Samples.QUEUE, 10, new PullLoop.Setup(
                config, brokers, brokers, coordinator,
                (progress, queue, messages, answer) -> {
                    if (sinkFailure != null) {
                        throw sinkFailure;
                    }
                    progresses.add(progress);
                    received.addAll(messages);
                },
                queue -> {
                    if (gateFailure != null) {
                        throw gateFailure;
                    }
                    return open;
                },
                () -> now));
        loop.start();
        coordinator.run();
        return loop;
    }

    private PullLoop loop() {
        return loop(Filter.all());
    }

    private void answer(PullAnswer answer) {
        brokers.lastPull().answer().complete(answer);
        coordinator.run();
    }

    private void fail(int code) {
        brokers.lastPull().answer().completeExceptionally(
                RefusedException.of("Pulling", "b:1", Command.response(code, "no")));
        coordinator.run();
    }

    private List<Long> offsets() {
        return received.stream().map(EncodedMessage::queueOffset).toList();
    }

    @Test
    void pullsOnFromWhereTheLastPullEnded() {
        PullLoop loop = loop();
        assertThat(brokers.lastPull().from()).isEqualTo(new GroupBrokers.PullFrom(Samples.QUEUE, 10, 10, 0));
        answer(Samples.found(10, 12));
        assertThat(offsets()).containsExactly(10L, 11L);
        assertThat(brokers.lastPull().from()).isEqualTo(new GroupBrokers.PullFrom(Samples.QUEUE, 12, 10, 0));
        finish(10, 12);
        assertThat(loop.commitOffset()).isEqualTo(12);
        assertThat(brokers.pulls).hasSize(2);
    }

    @Test
    void asksTheReplicaThatTheBrokerSuggests() {
        loop();
        answer(new PullAnswer(PullAnswer.Kind.NOTHING_NEW, 10, 0, 10, 1, List.of()));
        assertThat(brokers.lastPull().from().brokerId()).isEqualTo(1);
    }

    @Test
    void passesOverWhatDoesNotMatchAndCommitsBehindIt() {
        PullLoop loop = loop(Filter.parse("b"));
        answer(Samples.found(10, 12));
        answer(Samples.answer(PullAnswer.Kind.NO_MATCH, 20));
        answer(Samples.answer(PullAnswer.Kind.NOTHING_NEW, 25));
        assertThat(received).isEmpty();
        assertThat(loop.commitOffset()).isEqualTo(25);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(25);
    }

    @Test
    void restsWhileTooMuchIsNotConsumed() {
        loop();
        answer(Samples.found(10, 14));
        assertThat(brokers.pulls).hasSize(1);
        coordinator.pass(PullLoop.FULL_PAUSE);
        assertThat(brokers.pulls).hasSize(1);
        finish(10, 11);
        coordinator.pass(PullLoop.FULL_PAUSE);
        assertThat(brokers.pulls).hasSize(2);
        assertThat(brokers.lastPull().from()).isEqualTo(new GroupBrokers.PullFrom(Samples.QUEUE, 14, 11, 0));
    }

    @Test
    void followsAMovedOffsetAndNoLongerCountsWhatItHad() {
        PullLoop loop = loop();
        answer(Samples.found(10, 12));
        answer(Samples.answer(PullAnswer.Kind.OFFSET_MOVED, 500));
        assertThat(progresses.get(0).isDropped()).isTrue();
        assertThat(brokers.calls).containsExactly("commit 500");
        assertThat(brokers.lastPull().from().offset()).isEqualTo(500);
        finish(10, 12);
        assertThat(loop.commitOffset()).isEqualTo(500);
    }

    @Test
    void restsWhenTheOffsetMovesAgainAtOnce() {
        loop();
        answer(Samples.answer(PullAnswer.Kind.OFFSET_MOVED, 500));
        answer(Samples.answer(PullAnswer.Kind.OFFSET_MOVED, 10));
        assertThat(brokers.pulls).hasSize(2);
        coordinator.pass(PullLoop.FAILURE_PAUSE);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(10);
        answer(Samples.answer(PullAnswer.Kind.NOTHING_NEW, 10));
        answer(Samples.answer(PullAnswer.Kind.OFFSET_MOVED, 20));
        assertThat(brokers.lastPull().from().offset()).isEqualTo(20);
    }

    @Test
    void triesAgainLaterWhenThePullFails() {
        loop();
        brokers.lastPull().answer().completeExceptionally(FakeBrokers.unreachable());
        coordinator.run();
        coordinator.pass(PullLoop.FAILURE_PAUSE.minusMillis(1));
        assertThat(brokers.pulls).hasSize(1);
        coordinator.pass(Duration.ofMillis(1));
        assertThat(brokers.pulls).hasSize(2);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(10);
    }

    @Test
    void makesTheGroupKnownWhenTheBrokerDoesNotKnowIt() {
        loop();
        fail(24);
        assertThat(brokers.calls).containsExactly("beat");
        coordinator.pass(PullLoop.UNKNOWN_PAUSE);
        assertThat(brokers.pulls).hasSize(2);
    }

    @Test
    void restsForAMomentWhenTheBrokerHoldsTheGroupBack() {
        loop();
        fail(215);
        coordinator.pass(PullLoop.FLOW_CONTROL_PAUSE);
        assertThat(brokers.pulls).hasSize(2);
        assertThat(brokers.calls).isEmpty();
    }

    @Test
    void dropsWhatComesAfterItWasStopped() {
        PullLoop loop = loop();
        loop.stop();
        answer(Samples.found(10, 12));
        assertThat(received).isEmpty();
        assertThat(loop.commitOffset()).isEqualTo(10);
        assertThat(brokers.pulls).hasSize(1);
        assertThat(coordinator.timers()).isZero();
    }

    @Test
    void goesOnElsewhereAndForgetsWhatItHad() {
        PullLoop loop = loop();
        answer(Samples.found(10, 12));
        FakeBrokers.Pull held = brokers.lastPull();
        loop.seek(70);
        coordinator.run();
        assertThat(progresses.get(0).isDropped()).isTrue();
        assertThat(brokers.lastPull().from()).isEqualTo(new GroupBrokers.PullFrom(Samples.QUEUE, 70, 70, 0));
        held.answer().complete(Samples.found(12, 14));
        coordinator.run();
        assertThat(offsets()).containsExactly(10L, 11L);
        assertThat(loop.commitOffset()).isEqualTo(70);
        assertThat(brokers.pulls).hasSize(3);
    }

    /// The loop looks at the messages before it hands them on, and there the other thread is faster.
    @Test
    void handsOnNothingOfAnAnswerDuringWhichSomebodyWentElsewhere() {
        PullLoop loop = loop();
        List<EncodedMessage> inner = Samples.messages(10, 20);
        List<EncodedMessage> looked = new AbstractList<>() {
            private boolean before = true;

            @Override
            public EncodedMessage get(int index) {
                if (before) {
                    before = false;
                    loop.seek(5);
                }
                return inner.get(index);
            }

            @Override
            public int size() {
                return inner.size();
            }
        };
        answer(new PullAnswer(PullAnswer.Kind.FOUND, 20, 0, 20, 0, looked));
        assertThat(progresses).allMatch(QueueProgress::isDropped);
        assertThat(loop.commitOffset()).isEqualTo(5);
        assertThat(brokers.pulls).hasSize(2);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(5);
        answer(Samples.found(5, 8));
        assertThat(loop.commitOffset()).isEqualTo(5);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(8);
    }

    @Test
    void anErrorDoesNotEndTheLoopAndLosesNothing() {
        loop();
        sinkFailure = new OutOfMemoryError("unable to create native thread");
        answer(Samples.found(10, 14)); // as much as may be held
        assertThat(brokers.pulls).hasSize(1);
        sinkFailure = null;
        coordinator.pass(PullLoop.FAILURE_PAUSE);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(10);
        answer(Samples.found(10, 14));
        assertThat(offsets()).containsExactly(10L, 11L, 12L, 13L);
        finish(10, 14);
        coordinator.pass(PullLoop.FULL_PAUSE);
        assertThat(brokers.lastPull().from()).isEqualTo(new GroupBrokers.PullFrom(Samples.QUEUE, 14, 14, 0));
    }

    @Test
    void aFaultBeforeAPullDoesNotEndTheLoop() {
        gateFailure = new IllegalStateException("of our own");
        loop();
        assertThat(brokers.pulls).isEmpty();
        gateFailure = null;
        coordinator.pass(PullLoop.FAILURE_PAUSE);
        assertThat(brokers.pulls).hasSize(1);
    }

    @Test
    void asksAgainForWhatCameWhileItWasPaused() {
        loop();
        open = false;
        answer(Samples.found(10, 12));
        assertThat(received).isEmpty();
        coordinator.pass(PullLoop.GATE_PAUSE);
        assertThat(brokers.pulls).hasSize(1);
        open = true;
        coordinator.pass(PullLoop.GATE_PAUSE);
        assertThat(brokers.lastPull().from().offset()).isEqualTo(10);
        answer(Samples.found(10, 12));
        assertThat(offsets()).containsExactly(10L, 11L);
    }
}
