package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RebalanceTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "b", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "b", 1);

    private final FakeBrokers brokers = new FakeBrokers();
    private final ManualCoordinator coordinator = new ManualCoordinator();
    private final Commits commits = new Commits(brokers);
    private final Assignment assignment = new Assignment(
            new ConsumerConfig(
                    "g", Map.of("T", TagExpression.ALL), StartFrom.FIRST, 1, 1, -1, 32, FlowLimits.STANDARD,
                    Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(1)),
            brokers, coordinator, (progress, queue, messages, answer) -> {}, commits);
    private final Rebalance rebalance = new Rebalance(Set.of("T"), "me", brokers, assignment);

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
}
