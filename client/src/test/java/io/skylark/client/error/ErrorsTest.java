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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// Remarks of brokers with users, and of those before that have access keys only.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            16 | username cannot be null.                            | Give the client an access key and a secret key
            16 | User:bob is not found.                              | Correct the access key of the client
            16 | User:bob not found.                                 | Correct the access key of the client
            16 | User:bob is disabled.                               | Enable this user
            16 | check signature failed.                             | Correct the secret key
            16 | User:bob has no permission to access Topic:t from 127.0.0.1, no matched policies. | Grant this user
            16 | Authorization failed. Please verify your access rights and try again. | Look at the keys
            1  | o.a.r.acl.common.AclException: No accessKey is configured             | Give the client
            1  | o.a.r.acl.common.AclException: No acl config for bobbob               | Correct the access key
            1  | o.a.r.acl.common.AclException: Check signature failed for accessKey=b | Correct the secret key
            1  | o.a.r.acl.common.AclException: No default permission for orders       | Grant this user
            1  | o.a.r.acl.common.AclException: Need admin permission for request code=17 | an administrator
            1  | o.a.r.acl.common.AclException: whatever                               | Look at the keys
            """)
    void aServerThatDoesNotAcceptWhoAsksSaysWhatToDo(int code, String remark, String nextStep) {
        Command answer = Command.response(code, remark);
        RefusedException failure = RefusedException.of("Looking", "b:1", answer);
        assertThat(failure.denied()).isTrue();
        assertThat(failure.rethrown().denied()).isTrue();
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.nextStep().orElseThrow()).contains(nextStep);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(RefusedException.isDenial(answer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            16 | the broker[10.0.0.1] sending message is forbidden
            1  | User:bob is not found.
            17 | check signature failed.
            """)
    void otherRefusalsAreNoneOfAnybody(int code, String remark) {
        Command answer = Command.response(code, remark);
        RefusedException failure = RefusedException.of("Looking", "b:1", answer);
        assertThat(failure.denied()).isFalse();
        assertThat(failure.retryable()).isTrue();
        assertThat(RefusedException.isDenial(answer)).isFalse();
        assertThat(RefusedException.isDenial(Command.response(code, null))).isFalse();
    }

    @Test
    void aSendIsNotTriedAgainWithWrongKeys() {
        try (FakeCluster cluster = new FakeCluster(2).withTopic("orders", 1); SkylarkClient client = cluster.client()) {
            AtomicInteger asked = new AtomicInteger();
            for (int i = 0; i < 2; i++) {
                cluster.broker(i).instead(request -> {
                    if (request.code() == 34) {
                        return null;
                    }
                    asked.incrementAndGet();
                    return Command.response(ResponseCode.NO_PERMISSION, "check signature failed.");
                });
            }
            assertThatThrownBy(() -> client.producer("g").build().send(Message.of("orders", "x")))
                    .hasMessageContaining("check signature failed. Correct the secret key of the client");
            assertThat(asked).hasValue(1);
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
    void aBrokerInPlaceOfANameServerIsSuspected() {
        assertThat(RefusedException.ofRoute("T", "b:1", no(ResponseCode.REQUEST_CODE_NOT_SUPPORTED)))
                .hasMessageContaining("Is this the address of a name server?");
        assertThat(RefusedException.ofRoute("T", "b:1", no(ResponseCode.SYSTEM_ERROR)))
                .hasMessageContaining("See the server's log");
    }

    @Test
    void whatWasNotAnsweredHasAName() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new NoAnswerException("b:1", 310, second))
                .hasMessageStartingWith("No answer from b:1 to request 310 (to store a message) within 1000 ms.");
        assertThat(new NoAnswerException("b:1", 999, second))
                .hasMessageStartingWith("No answer from b:1 to request 999 within 1000 ms.");
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
