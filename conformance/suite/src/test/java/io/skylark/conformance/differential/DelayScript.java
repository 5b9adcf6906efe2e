package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSETS;
import static io.skylark.conformance.differential.Fields.PLACE;
import static io.skylark.conformance.differential.Fields.property;

/// Messages that are to be seen later, by level and by time, and those that are taken back.
final class DelayScript {
    /// Of a message that waits, RocketMQ says its offset among those of its level.
    private static final List<String> QUEUE = List.of("queueId");

    private DelayScript() {
    }

    static void play(Conversation server) throws IOException {
        byLevel(server);
        byTime(server);
        refusals(server);
        recalls(server);
    }

    private static void byLevel(Conversation server) throws IOException {
        server.createTopic("Level", 2);
        Answer level = server.step("send by level", 310, "level", QUEUE, Fields.send("Level", 0,
                property("UNIQ_KEY", "L0") + property("TAGS", "A") + property("DELAY", "1")));
        server.step("view of what is not due", 33, "", NONE, "offset", Long.toString(Conversation.position(level)));
        server.step("what is not due", 11, "", OFFSETS, Fields.pull("Level", 0, 0));
        server.step("send by level zero", 310, "zero", PLACE,
                Fields.send("Level", 1, property("UNIQ_KEY", "L1") + property("DELAY", "0")));
        server.step("send by a level below zero", 310, "below", PLACE,
                Fields.send("Level", 1, property("UNIQ_KEY", "L2") + property("DELAY", "-1")));
        server.awaitMax("Level", 1, 2);
        server.step("what has no delay", 11, "", OFFSETS, Fields.pull("Level", 1, 0));
        server.awaitMax("Level", 0, 1);
        server.step("what came by level", 11, "", OFFSETS, Fields.pull("Level", 0, 0, "subscription", "A"));
        server.step("send by a level beyond the last", 310, "x", QUEUE,
                Fields.send("Level", 0, property("DELAY", "99")));
        server.step("send by a level that is no number", 310, "x", QUEUE,
                Fields.send("Level", 1, property("DELAY", "x")));
    }

    private static void byTime(Conversation server) throws IOException {
        server.createTopic("Timer", 5);
        String due = Long.toString(System.currentTimeMillis() + 2_000);
        timed(server, "send by seconds", 0, property("TIMER_DELAY_SEC", "2"));
        timed(server, "send by milliseconds", 1, property("TIMER_DELAY_MS", "2000"));
        timed(server, "send by time", 2, property("TIMER_DELIVER_MS", due));
        timed(server, "send by a time gone by", 3, property("TIMER_DELIVER_MS", "1700000000000"));
        timed(server, "send by level and time", 4, property("TIMER_DELAY_SEC", "3000") + property("DELAY", "1"));
        for (int queue = 0; queue < 5; queue++) {
            server.awaitMax("Timer", queue, 1);
            server.step("what came by time " + queue, 11, "", OFFSETS, Fields.pull("Timer", queue, 0));
        }
    }

    private static Answer timed(Conversation server, String name, int queueId, String properties)
            throws IOException {
        return server.step(name, 310, name, QUEUE,
                Fields.send("Timer", queueId, property("UNIQ_KEY", "T" + queueId) + properties));
    }

    private static void refusals(Conversation server) throws IOException {
        for (String name : List.of("TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS")) {
            server.step("send by what is no number, " + name, 310, "x", QUEUE,
                    Fields.send("Timer", 0, property(name, "x")));
        }
        server.step("send by a time too far", 310, "x", QUEUE,
                Fields.send("Timer", 0, property("TIMER_DELAY_SEC", "99999999")));
    }

    private static void recalls(Conversation server) throws IOException {
        server.createTopic("Recall", 1);
        Answer taken = server.step("send what is taken back", 310, "taken back", QUEUE, Fields.send("Recall", 0,
                property("UNIQ_KEY", "C0") + property("TIMER_DELAY_SEC", "5")));
        String handle = Conversation.field(taken, "recallHandle");
        server.step("recall", 370, "", List.of("msgId"), recall("Recall", handle));
        server.step("recall again", 370, "", List.of("msgId"), recall("Recall", handle));
        server.step("recall of what was never sent", 370, "", List.of("msgId"), recall("Recall", handle(
                "v1 Recall broker-a " + (System.currentTimeMillis() + 10_000) + " NEVER")));
        server.step("recall of what is long due", 370, "", List.of("msgId"),
                recall("Recall", handle("v1 Recall broker-a 1700000000000 C0")));
        server.step("recall by the handle of another topic", 370, "", List.of("msgId"), recall("Timer", handle));
        server.step("recall by the handle of another broker", 370, "", List.of("msgId"), recall("Recall", handle(
                "v1 Recall broker-z " + (System.currentTimeMillis() + 10_000) + " C0")));
        server.step("recall from a topic there is not", 370, "", List.of("msgId"), recall("Nowhere", handle(
                "v1 Nowhere broker-a " + (System.currentTimeMillis() + 10_000) + " C0")));
        server.step("recall without a handle", 370, "", NONE, recall("Recall", ""));
        server.step("recall by nonsense", 370, "", NONE, recall("Recall", "nonsense"));
        server.prepare(310, "comes", Fields.send("Recall", 0,
                property("UNIQ_KEY", "C1") + property("TIMER_DELAY_SEC", "7")));
        server.awaitMax("Recall", 0, 1);
        server.step("what was not taken back", 11, "", OFFSETS, Fields.pull("Recall", 0, 0));
    }

    private static String handle(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String[] recall(String topic, String handle) {
        return new String[] {"producerGroup", "pg", "topic", topic, "recallHandle", handle};
    }
}
