package io.skylark.conformance.differential;

import java.io.IOException;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSET;
import static io.skylark.conformance.differential.Fields.OFFSETS;
import static io.skylark.conformance.differential.Fields.PLACE;
import static io.skylark.conformance.differential.Fields.property;

/// The plain conversations: sends, pulls, offsets, locks, and requests that make no sense.
final class Scripts {
    private static final String LONG_NAME = "N".repeat(200);

    private Scripts() {
    }

    static void sends(Conversation server) throws IOException {
        server.createTopic("Send", 4);
        server.step("send plain", 310, "one", PLACE, Fields.send("Send", 0, ""));
        server.step("send again", 310, "two", PLACE,
                Fields.send("Send", 0, property("TAGS", "A") + property("UNIQ_KEY", "U")));
        server.step("send queue beyond the last", 310, "x", PLACE, Fields.send("Send", 4, ""));
        server.step("send topic of the system", 310, "x", PLACE, Fields.send("SCHEDULE_TOPIC_XXXX", 0, ""));
        server.step("send topic with a bad character", 310, "x", PLACE, Fields.send("Se nd", 0, ""));
        server.step("send topic with a long name", 310, "x", PLACE, Fields.send(LONG_NAME, 0, ""));
        server.step("send topic without a name", 310, "x", PLACE, Fields.send("", 0, ""));
        server.step("send unknown topic without template", 310, "x", PLACE,
                Fields.send("Nowhere", 0, "", "c", "NoTemplate"));
        server.step("send empty body", 310, "", PLACE, Fields.send("Send", 1, ""));
        server.step("send by names", 10, "x", PLACE, "producerGroup", "pg", "topic", "Send", "defaultTopic", "TBW102",
                "defaultTopicQueueNums", "4", "queueId", "2", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag",
                "0", "properties", "", "reconsumeTimes", "0", "unitMode", "false");
        server.step("read what was sent", 11, "", OFFSETS,
                Fields.pull("Send", 0, 0, "subscription", "A"));
    }

    static void pulls(Conversation server) throws IOException {
        server.createTopic("Pull", 2);
        server.prepare(310, "zero", Fields.send("Pull", 0, property("UNIQ_KEY", "U0") + property("TAGS", "A")));
        server.prepare(310, "one", Fields.send("Pull", 0, property("UNIQ_KEY", "U1") + property("TAGS", "B")));
        server.awaitMax("Pull", 0, 2);
        server.step("pull from the first", 11, "", OFFSETS, Fields.pull("Pull", 0, 0));
        server.step("pull by a tag", 11, "", OFFSETS, Fields.pull("Pull", 0, 0, "subscription", "B"));
        server.step("pull by tags that nobody has", 11, "", OFFSETS,
                Fields.pull("Pull", 0, 0, "subscription", "C || D"));
        server.step("pull at the end", 11, "", OFFSETS, Fields.pull("Pull", 0, 2));
        server.step("pull beyond the end", 11, "", OFFSETS, Fields.pull("Pull", 0, 100));
        server.step("pull below zero", 11, "", OFFSETS, Fields.pull("Pull", 0, -1));
        server.step("pull from an empty queue", 11, "", OFFSETS, Fields.pull("Pull", 1, 0));
        server.step("pull beyond an empty queue", 11, "", OFFSETS, Fields.pull("Pull", 1, 5));
        server.step("pull from a queue there is not", 11, "", OFFSETS, Fields.pull("Pull", 2, 0));
        server.step("pull from a topic there is not", 11, "", OFFSETS, Fields.pull("Nowhere", 0, 0));
        server.step("pull without a subscription", 11, "", OFFSETS,
                Fields.pull("Pull", 0, 0, "sysFlag", "0", "consumerGroup", "nobody"));
        server.step("pull by SQL that is none", 11, "", OFFSETS,
                Fields.pull("Pull", 0, 0, "expressionType", "SQL92", "subscription", "a >"));
    }

    static void offsets(Conversation server) throws IOException {
        server.createTopic("Offset", 1);
        String[] queue = {"topic", "Offset", "queueId", "0"};
        server.step("max of an empty queue", 30, "", OFFSET, queue);
        server.step("min of an empty queue", 31, "", OFFSET, queue);
        server.step("by time in an empty queue", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp", "1");
        server.prepare(310, "x", Fields.send("Offset", 0, ""));
        server.awaitMax("Offset", 0, 1);
        server.step("max", 30, "", OFFSET, queue);
        server.step("by a time long ago", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp", "1");
        server.step("by a time to come", 29, "", OFFSET, "topic", "Offset", "queueId", "0", "timestamp",
                "4000000000000");
        server.prepare(11, "", Fields.pull("Offset", 0, 0)); // makes the group
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
        return "{\"clientId\":\"" + clientId + "\",\"consumerGroup\":\"ordered\",\"mqSet\":[{"
                + "\"brokerName\":\"broker-a\","
                + "\"queueId\":" + queueId + ",\"topic\":\"Lock\"}],\"onlyThisBroker\":false}";
    }

    static void errors(Conversation server) throws IOException {
        server.step("unknown request code", 29_999, "", NONE);
        server.step("members of a group there is not", 38, "", NONE, "consumerGroup", "nobody");
        server.step("message that is nowhere", 33, "", NONE, "offset", "999999999");
        server.step("query that finds nothing", 12, "", NONE, "topic", "Send", "key", "none", "maxNum", "32",
                "beginTimestamp", "0", "endTimestamp", "4000000000000");
    }
}
