package io.skylark.client.error;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(20)
class ErrorsTest {
    private static Command no(int code) {
        return Command.response(code, "because");
    }

    @Test
    void aSendToATopicThatNobodyCreatesSaysHowToCreateIt() {
        try (FakeCluster cluster = new FakeCluster(1); SkylarkClient client = cluster.client()) {
            TopicNotFoundException failure = catchThrowableOfType(
                    TopicNotFoundException.class,
                    () -> client.producer("g").build().send(Message.of("orders", "x")));
            assertThat(failure).hasMessageContaining(
                    "Topic orders does not exist and auto-creation is off. "
                            + "Create the topic: skylark topic create orders");
            assertThat(failure.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
            assertThat(failure.server()).contains(cluster.nameServer().address());
            assertThat(failure.nextStep()).contains("Create the topic: skylark topic create orders");
        }
    }

    @Test
    void aBrokersRefusalNamesTheTopicToCreate() {
        try (FakeCluster cluster = new FakeCluster(1).withTopic("orders", 1); SkylarkClient client = cluster.client()) {
            cluster.broker(0).instead(request -> request.code() == 34 ? null : no(ResponseCode.TOPIC_NOT_EXIST));
            RefusedException failure = catchThrowableOfType(
                    RefusedException.class,
                    () -> client.producer("g").retries(0).build().send(Message.of("orders", "x")));
            assertThat(failure.nextStep()).contains("Create the topic: skylark topic create orders");
            assertThat(failure.remark()).isEqualTo("because");
            assertThat(failure.server()).contains(cluster.broker(0).server().address());
        }
    }

    @Test
    void theNextStepNamesTopicAndGroupOfTheRequest() {
        Command group = ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group("billing"));
        assertThat(RefusedException.of("Looking", "b:1", group, no(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST)))
                .hasMessage("Looking was refused by b:1: code 26 SUBSCRIPTION_GROUP_NOT_EXIST: because. "
                        + "Create the group: skylark group create billing");
        Command topic = Topics.DELETE_IN_BROKER.request(new Topics.Delete("orders", null));
        assertThat(RefusedException.of("Looking", "b:1", topic, no(ResponseCode.TOPIC_NOT_EXIST)).nextStep())
                .contains("Create the topic: skylark topic create orders");
    }

    @Test
    void everyRefusalSaysWhatToDo() {
        for (int code = 1; code <= 2020; code++) {
            RefusedException failure = RefusedException.of("Looking", "b:1", Command.response(code, null));
            assertThat(failure.nextStep()).as("code %d", code).isPresent();
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.remark()).isEqualTo("no reason given");
        }
    }

    @Test
    void whetherARetryCanHelpFollowsFromTheCode() {
        for (int code : List.of(1, 2, 14, 17, 24, 206, 215, 1500)) {
            assertThat(RefusedException.of("Looking", "b:1", no(code)).retryable()).as("code %d", code).isTrue();
        }
        for (int code : List.of(3, 13, 23, 26, 29, 777)) {
            assertThat(RefusedException.of("Looking", "b:1", no(code)).retryable()).as("code %d", code).isFalse();
        }
    }

    @Test
    void aRethrownFailureKeepsItsFactsAndItsOrigin() {
        List<SkylarkException> failures = List.of(
                RefusedException.of("Looking", "b:1", no(17)),
                TopicNotFoundException.toSend("orders", "n:1"),
                new TopicNotFoundException("orders"),
                new NoAnswerException("b:1", 11, Duration.ofSeconds(1)),
                new NoReplyException("orders", Duration.ofSeconds(1)),
                new UnreachableException("gone", "b:1", "start it", null),
                new CallAbandonedException("closed", false, null),
                new MessageRejectedException("too large"));
        for (SkylarkException failure : failures) {
            SkylarkException copy = failure.rethrown();
            assertThat(copy).hasSameClassAs(failure).hasMessage(failure.getMessage()).hasCause(failure);
            assertThat(copy.code()).isEqualTo(failure.code());
            assertThat(copy.server()).isEqualTo(failure.server());
            assertThat(copy.retryable()).isEqualTo(failure.retryable());
            assertThat(copy.nextStep()).isEqualTo(failure.nextStep());
        }
    }

    @Test
    void noNameServerSaysWhatToDo() {
        FakeCluster cluster = new FakeCluster(1);
        try (SkylarkClient client = cluster.client()) {
            cluster.close();
            assertThatThrownBy(() -> client.producer("g").build().send(Message.of("orders", "x")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("No name server of")
                    .hasMessageContaining("Start a name server");
        }
    }
}
