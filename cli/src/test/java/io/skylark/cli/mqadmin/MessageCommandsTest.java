package io.skylark.cli.mqadmin;

import io.skylark.cli.FakeCluster;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueryMessage;
import io.skylark.protocol.api.QueueEntries;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageCommandsTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("UNIQ_KEY", "7F00000100002A9F000000000000ABCD", "TAGS", "a", "KEYS", "k1");

    private final FakeCluster cluster = new FakeCluster().route("T", 1, 6);

    MessageCommandsTest() {
        byte[] message = FakeCluster.message("T", 0, 3, "hello", PROPERTIES);
        cluster.answer(12, request -> QueryMessage.API.success(new QueryMessage.Response(0, 0)).withBody(message));
        cluster.answer(300, request -> FakeCluster.success().withBody(
                "{\"groupList\":[]}".getBytes(StandardCharsets.UTF_8)));
        cluster.answer(30, request -> QueueOffsets.MAX.success(new QueueOffsets.Offset(5)));
        cluster.answer(31, request -> QueueOffsets.MIN.success(new QueueOffsets.Offset(3)));
        cluster.answer(11, MessageCommandsTest::pulled);
        cluster.answer(310, request -> SendMessage.API.success(
                new SendMessage.Response("7F00000100002A9F0000000000001000", 0, 5, null, null, null)));
    }

    private static Command pulled(Command request) {
        long offset = PullMessage.API.decodeRequest(request).queueOffset();
        if (offset >= 5) {
            return PullMessage.API.response(
                    ResponseCode.PULL_NOT_FOUND, new PullMessage.Response(0, offset, 3, 5, null, null, null));
        }
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        for (long at = offset; at < 5; at++) {
            bodies.writeBytes(FakeCluster.message("T", 0, at, "body " + at, at == 3 ? PROPERTIES : Map.of()));
        }
        return PullMessage.API.success(new PullMessage.Response(0, 5, 3, 5, null, null, null))
                .withBody(bodies.toByteArray());
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private MqadminRun run(String... words) {
        return MqadminRun.of(cluster, words);
    }

    @Test
    void findsAMessageByItsKey() {
        assertThat(run("queryMsgByKey", "-t", "T", "-k", "k1").ok()).isEqualTo(
                String.format("%-50s %4s %40s %-200s%n", "#Message ID", "#QID", "#Offset", "#IndexKey")
                        + String.format("%-50s %4s %40s %-200s%n", "7F00000100002A9F000000000000ABCD", 0, 3,
                                "1699999200000@T@K@k1@7F00000100002A9F000000000000ABCD@4096"));
        QueryMessage.Request sent = QueryMessage.API.decodeRequest(cluster.requests(12).get(0));
        assertThat(sent.maxNum()).isEqualTo(64);
        assertThat(sent.endTimestamp()).isEqualTo(Long.MAX_VALUE);
        cluster.answer(12, request -> FakeCluster.code(ResponseCode.QUERY_NOT_FOUND, "none"));
        assertThat(run("queryMsgByKey", "-t", "T", "-k", "k1").err())
                .isEqualTo("mqadmin: queryMsgByKey failed: query message by key finished, but no message.\n");
        assertThat(run("queryMsgByKey", "-t", "T", "-k", "k1", "-p", "x").ok()).startsWith("index type error");
    }

    @Test
    void showsAMessageByTheIdOfItsSender() {
        assertThat(run("queryMsgByUniqueKey", "-t", "T", "-i", "7F00000100002A9F000000000000ABCD").ok()).isEqualTo("""
                Topic:               T
                Tags:                [a]
                Keys:                [k1]
                Queue ID:            0
                Queue Offset:        3
                CommitLog Offset:    4096
                Reconsume Times:     0
                Born Timestamp:      2023-11-14 22:13:19,000
                Store Timestamp:     2023-11-14 22:13:20,003
                Born Host:           127.0.0.1:10911
                Store Host:          127.0.0.1:10911
                System Flag:         0
                Properties:          {KEYS=k1, TAGS=a, UNIQ_KEY=7F00000100002A9F000000000000ABCD}
                Message Body Path:   /tmp/rocketmq/msgbodys/7F00000100002A9F000000000000ABCD


                WARN: No Consumer""");
    }

    @Test
    void showsAMessageByItsPlace() {
        assertThat(run("queryMsgByOffset", "-t", "T", "-b", "broker-a", "-i", "0", "-o", "3", "-f", "UTF-8").ok())
                .startsWith("OffsetID:            7F00000100002A9F0000000000001000\nTopic:               T\n")
                .contains("Message Body:        body 3\n");
        assertThat(run("queryMsgByOffset", "-t", "T", "-b", "broker-a", "-i", "0", "-o", "99").ok()).isEmpty();
    }

    @Test
    void printsTheMessagesOfATopic() {
        assertThat(run("printMsg", "-t", "T").ok().lines()).satisfiesExactly(
                head -> assertThat(head).isEqualTo(
                        "minOffset=3, maxOffset=5, MessageQueue [topic=T, brokerName=broker-a, queueId=0]"),
                first -> assertThat(first)
                        .startsWith("MSGID: 7F00000100002A9F000000000000ABCD MessageExt [brokerName=broker-a, "
                                + "queueId=0, storeSize=")
                        .contains("toString()=Message{topic='T', flag=0, properties={KEYS=k1, TAGS=a,",
                                "body=[98, 111, 100, 121, 32, 51], transactionId='null'}]")
                        .endsWith(" BODY: body 3"),
                second -> assertThat(second).endsWith(" BODY: body 4"),
                line -> assertThat(line).isEqualTo("-".repeat(56)));
        assertThat(run("printMsg", "-t", "T", "-s", "a", "-d", "false").ok())
                .contains("BODY: NOT PRINT BODY").doesNotContain("queueOffset=4");
        assertThat(run("printMsg", "-t", "T", "-s", "z").ok()).contains("no matched msg. status=NO_MATCHED_MSG");
        assertThat(run("printMsgByQueue", "-t", "T", "-a", "broker-a", "-i", "0", "-f", "true").ok())
                .contains(String.format("Tag: %-30s Count: 1%n", "a"));
    }

    @Test
    void consumesWithoutAGroup() {
        assertThat(run("consumeMessage", "-t", "T", "-b", "broker-a", "-i", "0").ok())
                .startsWith("Consume ok\nMSGID: ")
                .endsWith("MessageQueue [topic=T, brokerName=broker-a, queueId=0] print msg finished. "
                        + "status=NO_NEW_MSG, offset=5\n");
        assertThat(run("consumeMessage", "-t", "T", "-b", "broker-a", "-i", "0", "-c", "1").ok())
                .startsWith("The oldler 1 message will be provided\n").hasLineCount(3);
        assertThat(run("consumeMessage", "-t", "T", "-b", "broker-a", "-i", "0", "-o", "77").ok())
                .endsWith("no matched msg, offset=77\n");
        assertThat(run("consumeMessage", "-t", "T", "-i", "0").ok())
                .isEqualTo("Please set the brokerName before queueId!\n");
        assertThat(run("consumeMessage", "-t", "T", "-c", "0").ok())
                .isEqualTo("Please input a positive messageNumber!\n");
    }

    @Test
    void sendsAMessage() {
        String row = "%-32s  %-4s  %-20s    ";
        assertThat(run("sendMessage", "-t", "T", "-p", "x", "-k", "k", "-c", "a", "-b", "broker-a", "-i", "0").ok())
                .startsWith(row.formatted("#Broker Name", "#QID", "#Send Result") + "#MsgId\n"
                        + row.formatted("broker-a", 0, "SEND_OK"));
        SendMessage.Request sent = SendMessage.API.decodeRequest(cluster.requests(310).get(0));
        assertThat(sent.topic()).isEqualTo("T");
        assertThat(sent.properties()).contains("KEYS\u0001k\u0002", "TAGS\u0001a\u0002", "UNIQ_KEY\u0001");
        assertThat(run("sendMessage", "-t", "T", "-p", "x").ok()).contains("SEND_OK");
        assertThat(run("sendMessage", "-t", "T", "-p", "x", "-i", "0").ok())
                .isEqualTo("Broker name must be set if the queue is chosen!");
    }

    @Test
    void measuresSends() {
        cluster.route("broker-a", 1, 6);
        assertThat(run("checkMsgSendRT", "-t", "T", "-a", "3", "-s", "16").ok().lines().toList())
                .hasSize(5)
                .last().asString().startsWith("Avg RT: ");
        assertThat(run("sendMsgStatus", "-b", "broker-a", "-c", "2").ok().lines().toList())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("rt=\\d+ms, SendResult=SendResult \\[sendStatus=SEND_OK, "
                        + "msgId=.*, messageQueue=MessageQueue \\[topic=broker-a, .*recallHandle=null]"));
        assertThat(cluster.requests(310)).hasSize(6);
    }

    @Test
    void showsEntriesOfAQueue() {
        cluster.body(321, new QueueEntries.Found(
                null, null, List.of(new QueueEntries.Entry(276, 100, 97, false, null)), 5, 3));
        assertThat(run("queryCq", "-t", "T", "-q", "0", "-i", "3").ok()).isEqualTo("""
                Queue data:\s
                max: 5, min: 3
                ======================================
                idx: 3
                ConsumeQueueData{physicOffset=276, physicSize=100, tagsCode=97, extendDataJson='null', bitMap='null', \
                eval=false, msg='null'}
                ======================================
                """);
    }

    @Test
    void readsTracesOfOneMessage() {
        String text = String.join("\u0001", "Pub", "1700000000000", "r", "pg", "T", "ID", "a", "k", "h", "5", "8",
                "0", "off", "true", "x") + "\u0002"
                + String.join("\u0001", "SubBefore", "1700000001000", "r", "cg", "req", "ID", "0", "k") + "\u0002"
                + String.join("\u0001", "SubAfter", "req", "ID", "4", "false", "k", "0") + "\u0002"
                + String.join("\u0001", "SubBefore", "1", "r", "cg", "req2", "OTHER", "0", "k") + "\u0002";
        assertThat(TraceCommands.read(text, "ID", "10.0.0.1")).containsExactly(
                new TraceCommands.Trace("Pub", "pg", "10.0.0.1", 1_700_000_000_000L, 8, true),
                new TraceCommands.Trace("Sub", "cg", "10.0.0.1", 1_700_000_001_000L, 4, false));
        cluster.route("RMQ_SYS_TRACE_TOPIC", 1, 6);
        byte[] traces = FakeCluster.message("RMQ_SYS_TRACE_TOPIC", 0, 0, text, Map.of("KEYS", "ID"));
        cluster.answer(12, request -> QueryMessage.API.success(new QueryMessage.Response(0, 0)).withBody(traces));
        String row = "%-10s %-20s %-20s %-20s %-10s %-10s%n";
        assertThat(run("queryMsgTraceById", "-i", "ID").ok()).isEqualTo(
                row.formatted("#Type", "#ProducerGroup", "#ClientHost", "#SendTime", "#CostTimes", "#Status")
                        + row.formatted("Pub", "pg", "127.0.0.1", "2023-11-14 22:13:20", "8ms", "success") + "\n"
                        + row.formatted("#Type", "#ConsumerGroup", "#ClientHost", "#ConsumerTime", "#CostTimes",
                                "#Status")
                        + row.formatted("Sub", "cg", "127.0.0.1", "2023-11-14 22:13:21", "4ms", "failed") + "\n");
    }
}
