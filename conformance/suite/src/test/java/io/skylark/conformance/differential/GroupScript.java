package io.skylark.conformance.differential;

import java.io.IOException;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSET;
import static io.skylark.conformance.differential.Fields.OFFSETS;
import static io.skylark.conformance.differential.Fields.property;

/// What tools and clients do to groups: queues assigned by the server, offsets moved and copied, clients asked.
final class GroupScript {
    private static final int ASSIGNMENT = 400;
    private static final int MODE = 401;
    private static final int RESET = 222;
    private static final int CLONE = 314;

    private GroupScript() {
    }

    static void play(Conversation server) throws IOException {
        assignments(server);
        resets(server);
        clones(server);
        clients(server);
    }

    private static void assignments(Conversation server) throws IOException {
        server.createTopic("Assign", 4);
        server.bodyStep("queues of a client that is not known", ASSIGNMENT, assign("nobody", "AVG"));
        server.prepare(34, heartbeat("one", "assigned", "Assign"));
        server.bodyStep("queues of the only client", ASSIGNMENT, assign("one", "AVG"));
        server.bodyStep("queues of another client", ASSIGNMENT, assign("nobody", "AVG"));
        try (Conversation other = server.another()) {
            other.prepare(34, heartbeat("two", "assigned", "Assign"));
            for (String strategy : new String[] {"AVG", "AVG_BY_CIRCLE", "CONSISTENT_HASH", "NONE", ""}) {
                server.bodyStep("queues of one, by " + strategy, ASSIGNMENT, assign("one", strategy));
                server.bodyStep("queues of two, by " + strategy, ASSIGNMENT, assign("two", strategy));
            }
            server.bodyStep("queues of a topic there is not", ASSIGNMENT,
                    assign("one", "AVG").replace("Assign", "Nowhere"));
            server.bodyStep("queues when all get everything", ASSIGNMENT,
                    assign("one", "AVG").replace("CLUSTERING", "BROADCASTING"));
            server.bodyStep("let it pop", MODE, mode("Assign", "POP", 0));
            server.bodyStep("queues to pop", ASSIGNMENT, assign("one", "AVG"));
            server.bodyStep("let it share a queue", MODE, mode("Assign", "POP", 1));
            server.bodyStep("queues to pop and to share, of one", ASSIGNMENT, assign("one", "AVG"));
            server.bodyStep("queues to pop and to share, of two", ASSIGNMENT, assign("two", "AVG"));
            server.bodyStep("let it share more than there is", MODE, mode("Assign", "POP", 99));
            server.bodyStep("queues to pop and to share by many", ASSIGNMENT, assign("two", "AVG"));
            server.bodyStep("let it pull", MODE, mode("Assign", "PULL", 0));
            server.bodyStep("queues to pull", ASSIGNMENT, assign("two", "AVG"));
            server.bodyStep("let a retry topic pop", MODE, mode("%RETRY%assigned", "POP", 0));
            server.bodyStep("let it do what there is not", MODE, mode("Assign", "PUSH", 0));
            server.bodyStep("mode of a topic there is not", MODE, mode("Nowhere", "POP", 0));
        }
        server.step("client leaves", 35, "", NONE, "clientID", "one", "consumerGroup", "assigned");
    }

    private static void resets(Conversation server) throws IOException {
        server.createTopic("Reset", 2);
        server.createGroup("moved", "");
        for (int i = 0; i < 4; i++) {
            server.prepare(310, "m" + i, Fields.send("Reset", 0, property("UNIQ_KEY", "M" + i)));
        }
        server.awaitMax("Reset", 0, 4);
        offset(server, "3");
        moved(server, "move to an offset", "queueId", "0", "offset", "1");
        queried(server, "offset after it was moved");
        server.step("update while it is moved", 15, "", NONE, "consumerGroup", "moved", "topic", "Reset", "queueId",
                "0", "commitOffset", "4");
        server.step("pull at the place before", 11, "", OFFSETS, Fields.pull("Reset", 0, 3, "consumerGroup", "moved"));
        server.step("pull at the place before, again", 11, "", OFFSETS,
                Fields.pull("Reset", 0, 3, "consumerGroup", "moved"));
        server.step("update after it was moved", 15, "", NONE, "consumerGroup", "moved", "topic", "Reset", "queueId",
                "0", "commitOffset", "2");
        queried(server, "offset after that update");
        moved(server, "move to the first");
        queried(server, "offset at the first");
        moved(server, "move to the end", "timestamp", "-1");
        queried(server, "offset at the end");
        moved(server, "move to a time to come", "timestamp", "4000000000000");
        queried(server, "offset at a time to come");
        moved(server, "move beyond the end", "queueId", "0", "offset", "5");
        moved(server, "move far beyond the end", "queueId", "0", "offset", "100");
        moved(server, "move below zero", "queueId", "0", "offset", "-5");
        moved(server, "move in a queue there is not", "queueId", "7", "offset", "1");
        moved(server, "move in a topic there is not", "topic", "Nowhere");
        moved(server, "move a group there is not", "group", "nobody");
        moved(server, "move back, not by force", "isForce", "false");
        queried(server, "offset not by force");
    }

    private static void offset(Conversation server, String offset) throws IOException {
        server.prepare(15, "", "consumerGroup", "moved", "topic", "Reset", "queueId", "0", "commitOffset", offset);
    }

    private static void moved(Conversation server, String name, String... more) throws IOException {
        server.bodyStep(name, RESET, "",
                Fields.with(more, "topic", "Reset", "group", "moved", "timestamp", "0", "isForce", "true"));
    }

    private static void queried(Conversation server, String name) throws IOException {
        server.step(name, 14, "", OFFSET, "consumerGroup", "moved", "topic", "Reset", "queueId", "0");
    }

    private static void clones(Conversation server) throws IOException {
        server.createGroup("cloned", "");
        offset(server, "2");
        clone(server, "clone", "moved", "cloned", "Reset");
        server.step("offset of the clone", 14, "", OFFSET, "consumerGroup", "cloned", "topic", "Reset", "queueId", "0");
        clone(server, "clone of a group there is not", "nobody", "cloned", "Reset");
        clone(server, "clone to a group there is not", "moved", "newcomers", "Reset");
        server.step("offset of a clone that was not there", 14, "", OFFSET, "consumerGroup", "newcomers", "topic",
                "Reset", "queueId", "0", "setZeroIfNotFound", "false");
        clone(server, "clone of a topic there is not", "moved", "cloned", "Nowhere");
    }

    private static void clone(Conversation server, String name, String from, String to, String topic)
            throws IOException {
        server.step(name, CLONE, "", NONE, "srcGroup", from, "destGroup", to, "topic", topic, "offline", "true");
    }

    private static void clients(Conversation server) throws IOException {
        server.step("what a client does that is not there", 307, "", NONE, "consumerGroup", "moved", "clientId",
                "nobody", "jstackEnable", "false");
        server.step("let a client consume that is not there", 309, "", NONE, "consumerGroup", "moved", "clientId",
                "nobody", "msgId", "7F00000100002A9F0000000000000000", "topic", "Reset", "brokerName", "broker-a");
        server.step("where the clients of a group are that has none", 223, "", NONE, "topic", "Reset", "group", "moved",
                "clientAddr", "");
    }

    static String heartbeat(String client, String group, String topic) {
        return "{\"clientID\":\"" + client + "\",\"consumerDataSet\":[{"
                + "\"consumeFromWhere\":\"CONSUME_FROM_FIRST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\","
                + "\"groupName\":\"" + group + "\",\"messageModel\":\"CLUSTERING\","
                + "\"subscriptionDataSet\":[{\"classFilterMode\":false,\"codeSet\":[],\"expressionType\":\"TAG\","
                + "\"subString\":\"*\",\"subVersion\":1,\"tagsSet\":[],\"topic\":\"" + topic
                + "\"}],\"unitMode\":false}],"
                + "\"producerDataSet\":[]}";
    }

    private static String assign(String client, String strategy) {
        return "{\"topic\":\"Assign\",\"consumerGroup\":\"assigned\",\"clientId\":\"" + client
                + "\",\"strategyName\":\"" + strategy + "\",\"messageModel\":\"CLUSTERING\"}";
    }

    private static String mode(String topic, String mode, int share) {
        return "{\"topic\":\"" + topic + "\",\"consumerGroup\":\"assigned\",\"mode\":\"" + mode
                + "\",\"popShareQueueNum\":" + share + "}";
    }
}
