package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.List;
import java.util.Random;
import org.apache.rocketmq.client.MQAdmin;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Messages are found by their keys and ids when the file that holds them is full, and after a restart and a kill.
@Order(2)
final class SealedQueryTest {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int FILLER_BYTES = 1 << 20;
    /// More than two files of eight MiB.
    private static final int FILLERS = 20;

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN, config = "mappedFileSizeCommitLog=8388608")
    void findsWhatIsInAFullFile(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        producer.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE);
        String topic = Clients.createTopic(run, producer, 1);
        Message first = Texts.message(topic, "first");
        first.setKeys(List.of("both", "first"));
        SendResult sent = producer.send(first);
        Random random = new Random(1);
        for (int i = 0; i < FILLERS; i++) {
            byte[] filler = new byte[FILLER_BYTES];
            random.nextBytes(filler);
            producer.send(new Message(topic, filler));
        }
        Message last = Texts.message(topic, "last");
        last.setKeys(List.of("both", "last"));
        producer.send(last);
        check(producer, topic, sent);

        run.server().stop();
        run.server().start();
        check(producer, topic, sent);

        run.server().kill();
        run.server().start();
        check(producer, topic, sent);
    }

    private static void check(MQAdmin admin, String topic, SendResult first) {
        Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().untilAsserted(() -> {
            assertThat(query(admin, topic, "both")).containsExactlyInAnyOrder("first", "last");
            assertThat(query(admin, topic, "first")).containsExactly("first");
            assertThat(query(admin, topic, "last")).containsExactly("last");
            assertThat(Received.text(admin.viewMessage(topic, first.getMsgId()))).isEqualTo("first");
            assertThat(Received.text(admin.viewMessage(topic, first.getOffsetMsgId()))).isEqualTo("first");
        });
    }

    private static List<String> query(MQAdmin admin, String topic, String key) throws Exception {
        long now = System.currentTimeMillis();
        QueryResult result = admin.queryMessage(topic, key, 32, now - HOUR_MILLIS, now + HOUR_MILLIS);
        return result.getMessageList().stream().map(Received::text).toList();
    }
}
