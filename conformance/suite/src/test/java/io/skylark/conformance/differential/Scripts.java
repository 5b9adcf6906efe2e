package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;

/// What both servers are asked. A property ends with `\u0002`, its name with `\u0001`, both as JSON escapes.
final class Scripts {
    private static final List<String> PLACE = List.of("queueId", "queueOffset");
    private static final List<String> OFFSETS = List.of("nextBeginOffset", "minOffset", "maxOffset",
            "suggestWhichBrokerId");
    private static final List<String> OFFSET = List.of("offset");
    private static final List<String> NONE = List.of();
    private static final String LONG_NAME = "N".repeat(200);

    private Scripts() {
    }

    static void sends(Conversation server) throws IOException {
        server.createTopic("Send", 4);
        server.step("send plain", 310, "one", PLACE, Conversation.send("Send", 0, ""));
        server.step("send again", 310, "two", PLACE,
                Conversation.send("Send", 0, property("TAGS", "A") + property("UNIQ_KEY", "U")));
        server.step("send queue beyond the last", 310, "x", PLACE, Conversation.send("Send", 4, ""));
        server.step("send topic of the system", 310, "x", PLACE, Conversation.send("SCHEDULE_TOPIC_XXXX", 0, ""));
        server.step("send topic with a bad character", 310, "x", PLACE, Conversation.send("Se nd", 0, ""));
        server.step("send topic with a long name", 310, "x", PLACE, Conversation.send(LONG_NAME, 0, ""));
        server.step("send topic without a name", 310, "x", PLACE, Conversation.send("", 0, ""));
        server.step("send unknown topic without template", 310, "x", PLACE,
                Conversation.send("Nowhere", 0, "", "c", "NoTemplate"));
        server.step("send empty body", 310, "", PLACE, Conversation.send("Send", 1, ""));
        server.step("send by names", 10, "x", PLACE, "producerGroup", "pg", "topic", "Send", "defaultTopic", "TBW102",
                "defaultTopicQueueNums", "4", "queueId", "2", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag",
                "0", "properties", "", "reconsumeTimes", "0", "unitMode", "false");
        server.step("read what was sent", 11, "", OFFSETS,
                Conversation.pull("Send", 0, 0, "subscription", "A"));
    }

    static void pulls(Conversation server) throws IOException {
        server.createTopic("Pull", 2);
        server.prepare(310, "zero", Conversation.send("Pull", 0, property("UNIQ_KEY", "U0") + property("TAGS", "A")));
        server.prepare(310, "one", Conversation.send("Pull", 0, property("UNIQ_KEY", "U1") + property("TAGS", "B")));
        awaitMax(server, "Pull", 2);
        server.step("pull from the first", 11, "", OFFSETS, Conversation.pull("Pull", 0, 0));
        server.step("pull by a tag", 11, "", OFFSETS, Conversation.pull("Pull", 0, 0, "subscription", "B"));
        server.step("pull by tags that nobody has", 11, "", OFFSETS,
                Conversation.pull("Pull", 0, 0, "subscription", "C || D"));
        server.step("pull at the end", 11, "", OFFSETS, Conversation.pull("Pull", 0, 2));
        server.step("pull beyond the end", 11, "", OFFSETS, Conversation.pull("Pull", 0, 100));
        server.step("pull below zero", 11, "", OFFSETS, Conversation.pull("Pull", 0, -1));
        server.step("pull from an empty queue", 11, "", OFFSETS, Conversation.pull("Pull", 1, 0));
        server.step("pull beyond an empty queue", 11, "", OFFSETS, Conversation.pull("Pull", 1, 5));
        server.step("pull from a queue there is not", 11, "", OFFSETS, Conversation.pull("Pull", 2, 0));
        server.step("pull from a topic there is not", 11, "", OFFSETS, Conversation.pull("Nowhere", 0, 0));
        server.step("pull without a subscription", 11, "", OFFSETS,
                Conversation.pull("Pull", 0, 0, "sysFlag", "0", "consumerGroup", "nobody"));
        server.step("pull by SQL that is none", 11, "", OFFSETS,
                Conversation.pull("Pull", 0, 0, "expressionType", "SQL92", "subscription", "a >"));
    }

    static void offsets(Conversation server) throws IOException {
        server.createTopic("Offset", 1);
        String[] queue = {"topic", "Offset", "queueId", "0"};
        server.step("max of an empty queue", 30, "", OFFSET, queue);
        server.step("min of an empty queue", 31, "", OFFSET, queue);
        server.step("by time in an empty queue", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp", "1");
        server.prepare(310, "x", Conversation.send("Offset", 0, ""));
        awaitMax(server, "Offset", 1);
        server.step("max", 30, "", OFFSET, queue);
        server.step("by a time long ago", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp", "1");
        server.step("by a time to come", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp",
                "4000000000000");
        server.prepare(11, "", Conversation.pull("Offset", 0, 0)); // makes the group
        server.step("query of a new group", 14, "", OFFSET, "consumerGroup", "differential", "topic", "Offset",
                "queueId", "0");
        server.step("query of a new group, no zero", 14, "", OFFSET, "consumerGroup", "differential", "topic",
                "Offset", "queueId", "0", "setZeroIfNotFound", "false");
        server.step("update", 15, "", NONE, "consumerGroup", "differential", "topic", "Offset", "queueId", "0",
                "commitOffset", "1");
        server.step("query", 14, "", OFFSET, "consumerGroup", "differential", "topic", "Offset", "queueId", "0");
        server.step("update of a group there is not", 15, "", NONE, "consumerGroup", "nobody", "topic", "Offset",
                "queueId", "0", "commitOffset", "1");
        server.step("update of a topic there is not", 15, "", NONE, "consumerGroup", "differential", "topic",
                "Nowhere", "queueId", "0", "commitOffset", "1");
    }

    static void transactions(Conversation server) throws IOException {
        server.createTopic("Tx", 1);
        Answer first = half(server, "first half", "H0", "");
        Answer second = half(server, "second half", "H1", "");
        Answer immune = half(server, "half with immunity", "H2", property("CHECK_IMMUNITY_TIME_IN_SECONDS", "100"));
        server.step("half is not seen", 11, "", OFFSETS, Conversation.pull("Tx", 0, 0));
        end(server, "decision by another group", second, "8", "producerGroup", "other");
        end(server, "decision for another offset", second, "8", "tranStateTableOffset", "77");
        end(server, "decision for another position", second, "8", "commitLogOffset", "777777777");
        end(server, "commit", first, "8");
        end(server, "roll back", second, "12");
        end(server, "commit with immunity", immune, "8");
        awaitMax(server, "Tx", 2);
        server.step("what was committed", 11, "", OFFSETS, Conversation.pull("Tx", 0, 0));
        end(server, "commit again", first, "8");
        end(server, "roll back again", second, "12");
        end(server, "roll back what was committed", first, "12");
        end(server, "commit what was rolled back", second, "8");
        server.step("place of the next message", 310, "next", PLACE, Conversation.send("Tx", 0, ""));
    }

    private static Answer half(Conversation server, String name, String key, String more) throws IOException {
        return server.step(name, 310, "body " + key, PLACE, Conversation.send("Tx", 0,
                property("TRAN_MSG", "true") + property("PGROUP", "pg") + property("UNIQ_KEY", key) + more, "f", "4",
                "g", Long.toString(System.currentTimeMillis())));
    }

    private static void end(Conversation server, String name, Answer half, String ending, String... more)
            throws IOException {
        String messageId = Conversation.field(half, "msgId");
        String position = Long.toString(Long.parseLong(messageId.substring(16), 16));
        String[] fields = {"topic", "Tx", "producerGroup", "pg", "tranStateTableOffset",
            Conversation.field(half, "queueOffset"), "commitLogOffset", position, "commitOrRollback", ending,
            "fromTransactionCheck", "false", "msgId", "id", "transactionId", "id"};
        for (int i = 0; i < more.length; i += 2) {
            for (int at = 0; at < fields.length; at += 2) {
                fields[at + 1] = fields[at].equals(more[i]) ? more[i + 1] : fields[at + 1];
            }
        }
        server.step(name, 37, "", NONE, fields);
    }

    static void locks(Conversation server) throws IOException {
        server.createTopic("Lock", 2);
        server.bodyStep("lock", 41, lock("one", 0));
        server.bodyStep("lock again", 41, lock("one", 0));
        server.bodyStep("lock of another client", 41, lock("two", 0));
        server.bodyStep("lock another queue", 41, lock("two", 1));
        server.bodyStep("unlock what another holds", 42, lock("two", 0));
        server.bodyStep("lock after that", 41, lock("two", 0));
        server.bodyStep("unlock", 42, lock("one", 0));
        server.bodyStep("lock when it is free", 41, lock("two", 0));
    }

    private static String lock(String clientId, int queueId) {
        return "{\"clientId\":\"" + clientId + "\",\"consumerGroup\":\"ordered\",\"mqSet\":[{\"brokerName\":\"broker-a\","
                + "\"queueId\":" + queueId + ",\"topic\":\"Lock\"}],\"onlyThisBroker\":false}";
    }

    static void errors(Conversation server) throws IOException {
        server.step("unknown request code", 29_999, "", NONE);
        server.step("members of a group there is not", 38, "", NONE, "consumerGroup", "nobody");
        server.step("message that is nowhere", 33, "", NONE, "offset", "999999999");
        server.step("query that finds nothing", 12, "", NONE, "topic", "Send", "key", "none", "maxNum", "32",
                "beginTimestamp", "0", "endTimestamp", "4000000000000");
    }

    /// RocketMQ enters messages in their queues a little after it has answered.
    private static void awaitMax(Conversation server, String topic, int wanted) {
        Awaitility.await().until(() -> {
            Answer answer = server.prepare(30, "", "topic", topic, "queueId", "0");
            return Integer.parseInt(Conversation.field(answer, "offset")) >= wanted;
        });
    }

    private static String property(String name, String value) {
        return name + "\\u0001" + value + "\\u0002";
    }
}
