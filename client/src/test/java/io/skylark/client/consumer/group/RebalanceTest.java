package io.skylark.client.consumer.group;

import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.FlowLimits;
import io.skylark.client.consumer.OffsetStore;
import io.skylark.client.consumer.RebalanceStrategy;
import io.skylark.client.consumer.StartFrom;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RebalanceTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "b", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "b", 1);

    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();
    /// Whether the listener is done with what was given up.
    private boolean settled = true;

    private final AtomicLong nanos = new AtomicLong();
    private final Locks locks = new Locks(false, brokers, nanos::get);
    private final Assignment assignment = assignment(locks);
    private final Commits commits = assignment.commits();
    private final Rebalance rebalance = rebalance(assignment);

    private static GroupConfig config() {
        return new GroupConfig(
                "g", GroupConfig.Kind.PUSH, Map.of("T", Filter.all()), StartFrom.FIRST, -1, 32, FlowLimits.STANDARD,
                RebalanceStrategy.averagely(), Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    private Assignment assignment(Locks used) {
        return new Assignment(config(), brokers, brokers, coordinator, new PullLoop.Sink() {
            @Override
            public void accept(QueueProgress to, MessageQueue of, List<EncodedMessage> messages, PullAnswer answer) {}

            @Override
            public boolean isSettled(MessageQueue queue) {
                return settled;
            }
        }, used, InstantSource.system());
    }

    private Rebalance rebalance(Assignment of) {
        return new Rebalance(Set.of("T"), "me", brokers, RebalanceStrategy.averagely(), of);
    }

    @BeforeEach
    void twoQueues() {
        brokers.queues.put("T", List.of(FIRST, SECOND));
        brokers.members.add("me");
    }

    private List<MessageQueue> mine() {
        return assignment.loops().stream().map(PullLoop::queue).sorted().toList();
    }

    @Test
    void takesUpItsShareAndPullsIt() {
        assertThat(rebalance.round()).isTrue();
        assertThat(mine()).containsExactly(FIRST, SECOND);
        coordinator.run();
        assertThat(brokers.pulls).hasSize(2);
        assertThat(brokers.calls).startsWith("queues T", "join", "members");
    }

    @Test
    void leavesRunningPullsAloneWhenNothingChanged() {
        rebalance.round();
        List<PullLoop> before = List.copyOf(assignment.loops());
        assertThat(rebalance.round()).isTrue();
        assertThat(assignment.loops()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void givesUpWhatAnotherMemberGetsAndStoresItsOffset() {
        brokers.offsets.put(SECOND, 7L);
        rebalance.round();
        coordinator.run();
        brokers.members.add("you");
        assertThat(rebalance.round()).isTrue();
        assertThat(mine()).containsExactly(FIRST);
        assertThat(brokers.calls).contains("commit 7");
        FakeBrokers.Pull pull = brokers.pulls.stream()
                .filter(each -> each.from().queue().equals(SECOND))
                .findFirst()
                .orElseThrow();
        pull.answer().complete(Samples.found(7, 9));
        coordinator.run();
        assertThat(brokers.pulls).hasSize(2);
    }

    @Test
    void waitsForATopicThatDoesNotExist() {
        brokers.queues.clear();
        assertThat(rebalance.round()).isFalse();
        assertThat(mine()).isEmpty();
        twoQueues();
        assertThat(rebalance.round()).isTrue();
    }

    @Test
    void keepsWhatItHasWhenNobodyAnswers() {
        rebalance.round();
        brokers.failure = FakeBrokers.unreachable();
        assertThat(rebalance.round()).isFalse();
        assertThat(mine()).containsExactly(FIRST, SECOND);
    }

    @Test
    void keepsWhatItHasAndBeatsWhenTheBrokerDoesNotKnowIt() {
        rebalance.round();
        brokers.members.remove("me");
        brokers.members.add("you");
        assertThat(rebalance.round()).isFalse();
        assertThat(mine()).containsExactly(FIRST, SECOND);
        assertThat(brokers.calls).endsWith("beat");
    }

    @Test
    void takesUpAQueueLaterWhoseOffsetNobodySays() {
        brokers.offsetsFail = true;
        assertThat(rebalance.round()).isFalse();
        assertThat(mine()).isEmpty();
        brokers.offsetsFail = false;
        assertThat(rebalance.round()).isTrue();
        assertThat(mine()).hasSize(2);
    }

    @Test
    void storesOffsetsOnlyWhenTheyChangedAndAgainWhenThatFailed() {
        rebalance.round();
        commits.commitAll(assignment.loops()).join();
        assertThat(brokers.calls.stream().filter(call -> call.startsWith("commit"))).hasSize(2);
        commits.commitAll(assignment.loops()).join();
        assertThat(brokers.calls.stream().filter(call -> call.startsWith("commit"))).hasSize(2);
        coordinator.run();
        brokers.pulls.get(0).answer().complete(Samples.answer(PullAnswer.Kind.NO_MATCH, 5));
        coordinator.run();
        brokers.failure = FakeBrokers.unreachable();
        commits.commitAll(assignment.loops()).join();
        brokers.failure = null;
        commits.commitAll(assignment.loops()).join();
        assertThat(brokers.calls.stream().filter("commit 5"::equals)).hasSize(2);
    }

    /// Pulls carry offsets along, and tools store them.
    @Test
    void storesWhereItGoesOnAlthoughItStoredTheSameOffsetLongAgo() {
        rebalance.round();
        commits.commitAll(assignment.loops()).join();
        brokers.offsets.put(FIRST, 150L);
        assignment.seek(FIRST, 0).join();
        assertThat(brokers.offsets).containsEntry(FIRST, 0L);
        brokers.offsets.put(FIRST, 150L);
        commits.commit(Objects.requireNonNull(assignment.loop(FIRST))).join();
        assertThat(brokers.offsets).containsEntry(FIRST, 0L);
    }

    @Test
    void readsAQueueInOrderOnlyUnderItsLock() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        Rebalance round = rebalance(ordered);
        brokers.lockedByOthers.add(SECOND);
        assertThat(round.round()).isFalse();
        assertThat(ordered.loops()).extracting(PullLoop::queue).containsExactly(FIRST);
        assertThat(needed.holds(FIRST)).isTrue();
        assertThat(needed.holds(SECOND)).isFalse();
        brokers.lockedByOthers.clear();
        assertThat(round.round()).isTrue();
        assertThat(ordered.loops()).hasSize(2);
        brokers.members.add("a");
        assertThat(round.round()).isTrue();
        assertThat(ordered.loops()).extracting(PullLoop::queue).containsExactly(SECOND);
        assertThat(brokers.calls).endsWith("commit 0", "unlock 1");
    }

    private void renewAfter(Assignment of, Duration time) {
        nanos.addAndGet(time.toNanos());
        of.renewLocks();
    }

    @Test
    void reliesOnItsLocksUntilTheyExpireWhenNobodyAnswersAndThenDropsTheQueues() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        rebalance(ordered).round();
        renewAfter(ordered, Locks.RENEWAL);
        assertThat(needed.age(FIRST)).contains(Duration.ZERO);
        brokers.failure = FakeBrokers.unreachable();
        renewAfter(ordered, Locks.EXPIRY.minusNanos(1));
        assertThat(needed.holds(FIRST)).isTrue();
        nanos.incrementAndGet();
        assertThat(needed.holds(FIRST)).isFalse();
        renewAfter(ordered, Locks.RENEWAL);
        assertThat(ordered.loops()).hasSize(2);
        renewAfter(ordered, Locks.RENEWAL);
        assertThat(ordered.loops()).isEmpty();
    }

    @Test
    void dropsAQueueAtOnceWhoseLockAnotherMemberHas() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        rebalance(ordered).round();
        nanos.addAndGet(Locks.RENEWAL.toNanos());
        brokers.lockedByOthers.add(FIRST);
        assertThat(ordered.renewLocks()).isFalse();
        assertThat(needed.holds(FIRST)).isFalse();
        assertThat(needed.holds(SECOND)).isTrue();
        assertThat(ordered.loops()).extracting(PullLoop::queue).containsExactly(SECOND);
    }

    @Test
    void keepsTheLockOfAQueueItGaveUpUntilTheListenerIsDoneAndThenHandsItOver() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        ordered.apply("T", List.of(FIRST, SECOND));
        PullLoop second = Objects.requireNonNull(ordered.loop(SECOND));
        settled = false;
        assertThat(ordered.apply("T", List.of(FIRST))).isFalse();
        renewAfter(ordered, Locks.RENEWAL);
        renewAfter(ordered, Locks.RENEWAL);
        renewAfter(ordered, Locks.RENEWAL);
        assertThat(needed.holds(SECOND)).isTrue();
        assertThat(ordered.loop(SECOND)).isNull();
        second.progress().pulled(List.of(), 8);
        settled = true;
        renewAfter(ordered, Locks.RENEWAL);
        assertThat(needed.age(SECOND)).isEmpty();
        assertThat(brokers.calls).containsSubsequence("commit 8", "unlock 1");
        assertThat(ordered.apply("T", List.of(FIRST))).isTrue();
    }

    @Test
    void takesAQueueUpAgainThatItGaveUpOnlyWhenTheListenerIsDoneWithIt() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        ordered.apply("T", List.of(FIRST, SECOND));
        settled = false;
        ordered.apply("T", List.of(FIRST));
        assertThat(ordered.apply("T", List.of(FIRST, SECOND))).isFalse();
        assertThat(ordered.loop(SECOND)).isNull();
        settled = true;
        assertThat(ordered.apply("T", List.of(FIRST, SECOND))).isTrue();
        assertThat(ordered.loop(SECOND)).isNotNull();
        assertThat(brokers.calls).doesNotContain("unlock 1");
    }

    @Test
    void releasesAQueueThatItLockedAndCouldNotTakeUp() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        brokers.offsetsFail = true;
        ordered.apply("T", List.of(FIRST, SECOND));
        brokers.offsetsFail = false;
        ordered.apply("T", List.of(FIRST));
        assertThat(needed.age(SECOND)).isEmpty();
        assertThat(brokers.calls).endsWith("unlock 1");
        assertThat(needed.holds(FIRST)).isTrue();
    }

    @Test
    void leavesWithoutTheLocksOfQueuesItGaveUpOrCouldNotTakeUp() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        ordered.apply("T", List.of(FIRST));
        settled = false;
        ordered.apply("T", List.of());
        brokers.offsetsFail = true;
        ordered.apply("T", List.of(SECOND));
        settled = true;
        ordered.leave().join();
        assertThat(brokers.calls).endsWith("unlock 2");
        assertThat(needed.held()).isEmpty();
    }

    @Test
    void leavesTheLockOfAListenerThatDoesNotEndToExpire() {
        Locks needed = new Locks(true, brokers, nanos::get);
        Assignment ordered = assignment(needed);
        ordered.apply("T", List.of(FIRST));
        settled = false;
        ordered.leave().join();
        assertThat(brokers.calls).doesNotContain("unlock 1");
    }

    @Test
    void takesUpTheOtherQueuesWhenTheProgramsStoreFailsForOne() {
        OffsetStore store = new OffsetStore() {
            @Override
            public OptionalLong read(String group, MessageQueue queue) {
                if (queue.equals(FIRST)) {
                    throw new IllegalStateException("the file of this queue is damaged");
                }
                return OptionalLong.empty();
            }

            @Override
            public void write(String group, MessageQueue queue, long offset) {}
        };
        Assignment all = new Assignment(config(), brokers, Offsets.in(store, "g"), coordinator,
                (progress, queue, messages, answer) -> {}, locks, InstantSource.system());
        assertThat(new Rebalance(Set.of("T"), "me", brokers, null, all).round()).isFalse();
        assertThat(all.loops()).extracting(PullLoop::queue).containsExactly(SECOND);
    }

    @Test
    void sharesTheOtherTopicsWhenTheProgramsStrategyFailsForOne() {
        MessageQueue other = new MessageQueue("U", "b", 0);
        brokers.queues.put("U", List.of(other));
        RebalanceStrategy fails = (queues, members, self) -> {
            if (queues.contains(FIRST)) {
                throw new IllegalStateException("I know no such topic");
            }
            return queues;
        };
        Set<String> topics = new LinkedHashSet<>(List.of("T", "U"));
        assertThat(new Rebalance(topics, "me", brokers, fails, assignment).round()).isFalse();
        assertThat(mine()).containsExactly(other);
    }

    @Test
    void givesEveryMemberAllQueuesWhenTheyDoNotShare() {
        brokers.members.add("a");
        Assignment all = assignment(locks);
        assertThat(new Rebalance(Set.of("T"), "me", brokers, null, all).round()).isTrue();
        assertThat(all.loops()).hasSize(2);
        assertThat(brokers.calls).doesNotContain("members");
    }
}
