package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSET;
import static io.skylark.conformance.differential.Fields.property;

/// Messages that are handed out one by one: popped, acknowledged, held longer, come back.
final class PopScript {
    private static final int POP = 200_050;
    private static final int ACK = 200_051;
    private static final int PEEK = 200_052;
    private static final int CHANGE = 200_053;
    private static final int NOTIFICATION = 200_054;
    private static final int POLLING = 200_055;
    private static final int BATCH_ACK = 200_151;
    private static final List<String> HANDED_OUT =
            List.of("startOffsetInfo", "msgOffsetInfo", "orderCountInfo", "restNum", "invisibleTime");
    private static final List<String> CHANGED = List.of("invisibleTime");
    private static final List<String> MESSAGES = List.of("hasMsg", "pollingFull");

    private PopScript() {
    }

    static void play(Conversation server) throws IOException {
        handsOut(server);
        refusals(server);
        looks(server);
        inOrder(server);
        comesBack(server);
    }

    private static void fill(Conversation server, String topic, int queues, int messages) throws IOException {
        server.createTopic(topic, queues);
        for (int i = 0; i < messages; i++) {
            server.prepare(310, "message " + i, Fields.send(topic, 0,
                    property("UNIQ_KEY", topic + i) + property("TAGS", i % 2 == 0 ? "A" : "B")));
        }
        server.awaitMax(topic, 0, messages);
    }

    private static void handsOut(Conversation server) throws IOException {
        fill(server, "Pop", 2, 6);
        server.step("notification of messages", NOTIFICATION, "", MESSAGES, polling("Pop", "0"));
        Answer popped = found(server, "pop", () -> pop("Pop", "maxMsgNums", "2"));
        found(server, "pop the next", () -> pop("Pop", "maxMsgNums", "1"));
        Answer rest = found(server, "pop the rest", () -> pop("Pop", "queueId", "-1"));
        server.step("pop when nothing is left", POP, "", HANDED_OUT, pop("Pop"));
        server.step("pop when nothing is left, and wait", POP, "", HANDED_OUT, pop("Pop", "pollTime", "500"));
        server.step("notification of nothing", NOTIFICATION, "", MESSAGES, polling("Pop", "0"));
        server.step("offset while all are held", 14, "", OFFSET, "consumerGroup", "poppers", "topic", "Pop", "queueId",
                "0");
        server.step("hold longer", CHANGE, "", CHANGED, handle(popped, 0, "invisibleTime", "50000"));
        server.step("hold longer by the older handle", CHANGE, "", CHANGED,
                handle(popped, 0, "invisibleTime", "50000"));
        server.step("acknowledge", ACK, "", NONE, handle(popped, 1));
        server.step("acknowledge again", ACK, "", NONE, handle(popped, 1));
        server.step("acknowledge by the older handle", ACK, "", NONE, handle(popped, 0));
        server.step("hold what was acknowledged", CHANGE, "", CHANGED, handle(popped, 1, "invisibleTime", "50000"));
        server.bodyStep("acknowledge many", BATCH_ACK, batch(rest, 3, 4));
        server.step("offset when most are acknowledged", 14, "", OFFSET, "consumerGroup", "poppers", "topic", "Pop",
                "queueId", "0");
        found(server, "pop by a tag", () -> pop("Pop", "consumerGroup", "taggers", "exp", "B"));
        server.step("pop by a tag that nobody has", POP, "", HANDED_OUT,
                pop("Pop", "consumerGroup", "otherTaggers", "exp", "C"));
        found(server, "pop by SQL",
                () -> pop("Pop", "consumerGroup", "sqlers", "expType", "SQL92", "exp", "TAGS = 'A'"));
        server.step("pop by SQL that is none", POP, "", HANDED_OUT,
                pop("Pop", "consumerGroup", "sqlers", "expType", "SQL92", "exp", "a >"));
        found(server, "pop of a new group from the end",
                () -> pop("Pop", "consumerGroup", "latePoppers", "initMode", "1"));
    }

    private static void refusals(Conversation server) throws IOException {
        server.step("pop too many", POP, "", NONE, pop("Pop", "maxMsgNums", "33"));
        server.step("pop none", POP, "", HANDED_OUT, pop("Pop", "maxMsgNums", "0"));
        server.step("pop from a topic there is not", POP, "", NONE, pop("Nowhere"));
        server.step("pop from a queue there is not", POP, "", NONE, pop("Pop", "queueId", "9"));
        server.step("pop long after it was wanted", POP, "", NONE,
                pop("Pop", "consumerGroup", "latecomers", "bornTime", "1700000000000", "pollTime", "1000"));
        Answer popped = server.ask(POP, "", pop("Pop", "consumerGroup", "refused", "maxMsgNums", "1"));
        server.step("acknowledge nonsense", ACK, "", NONE, handle(popped, 0, "extraInfo", "nonsense"));
        server.step("acknowledge without a handle", ACK, "", NONE, handle(popped, 0, "extraInfo", ""));
        server.step("acknowledge beyond the last", ACK, "", NONE, handle(popped, 0, "offset", "99"));
        server.step("acknowledge in a topic there is not", ACK, "", NONE, handle(popped, 0, "topic", "Nowhere"));
        server.step("acknowledge in a queue there is not", ACK, "", NONE, handle(popped, 0, "queueId", "9"));
        server.step("acknowledge of a group there is not", ACK, "", NONE, handle(popped, 0, "consumerGroup", "nobody"));
        server.step("hold nonsense", CHANGE, "", NONE,
                handle(popped, 0, "extraInfo", "nonsense", "invisibleTime", "1000"));
        server.step("hold beyond the last", CHANGE, "", NONE,
                handle(popped, 0, "offset", "99", "invisibleTime", "1000"));
        server.step("hold in a topic there is not", CHANGE, "", NONE,
                handle(popped, 0, "topic", "Nowhere", "invisibleTime", "1000"));
        server.step("hold in a queue there is not", CHANGE, "", NONE,
                handle(popped, 0, "queueId", "9", "invisibleTime", "1000"));
        server.bodyStep("acknowledge many, and none", BATCH_ACK, "{\"brokerName\":\"broker-a\",\"acks\":[]}");
        server.bodyStep("acknowledge many without a body", BATCH_ACK, "");
        server.step("notification in a topic there is not", NOTIFICATION, "", MESSAGES, polling("Nowhere", "0"));
        server.step("notification in a queue there is not", NOTIFICATION, "", MESSAGES, polling("Pop", "9"));
    }

    private static void looks(Conversation server) throws IOException {
        fill(server, "Peek", 1, 2);
        server.step("peek", PEEK, "", HANDED_OUT, peek("Peek", "32"));
        server.step("peek again", PEEK, "", HANDED_OUT, peek("Peek", "1"));
        server.step("peek too many", PEEK, "", NONE, peek("Peek", "33"));
        server.step("peek in a topic there is not", PEEK, "", NONE, peek("Nowhere", "1"));
        server.prepare(POP, "", pop("Peek"));
        server.step("peek when all are held", PEEK, "", HANDED_OUT, peek("Peek", "32"));
        server.step("how many wait", POLLING, "", List.of("pollingNum"), polling("Peek", "0"));
    }

    private static void inOrder(Conversation server) throws IOException {
        fill(server, "PopOrder", 1, 3);
        Answer popped = found(server, "pop in order", () -> ordered("maxMsgNums", "2"));
        server.step("pop in order while some are held", POP, "", HANDED_OUT, ordered());
        Answer same = found(server, "pop in order, the same attempt", () -> ordered("maxMsgNums", "2"));
        server.step("let one go by the older handle", CHANGE, "", NONE,
                orderedHandle(popped, 1, "invisibleTime", "60000"));
        server.step("acknowledge one in order", ACK, "", NONE, orderedHandle(same, 0));
        server.step("pop in order while one is held", POP, "", HANDED_OUT, ordered());
        server.step("let the other go", CHANGE, "", NONE, orderedHandle(same, 1, "invisibleTime", "500"));
        Answer again = found(server, "pop in order what was let go", () -> ordered());
        // RocketMQ hands out those again that are acknowledged
        for (String offset : again.field("msgOffsetInfo").replaceAll(".* ", "").split(",")) {
            server.ask(ACK, "", orderedHandle(again, Long.parseLong(offset)));
        }
        server.step("pop in order when nothing is left", POP, "", HANDED_OUT, ordered());
        server.step("offset in order", 14, "", OFFSET, "consumerGroup", "inOrder", "topic", "PopOrder", "queueId", "0");
    }

    private static void comesBack(Conversation server) throws IOException {
        fill(server, "PopBack", 1, 2);
        Answer popped = server.prepare(POP, "", pop("PopBack", "invisibleTime", "1000"));
        server.step("acknowledge what does not come back", ACK, "", NONE, handle(popped, 0, "topic", "PopBack"));
        found(server, "pop what came back", () -> pop("PopBack"));
        server.step("pop when it came back", POP, "", HANDED_OUT, pop("PopBack"));
    }

    /// A pop that finds something, at the latest when RocketMQ's lock of the queue is free.
    private static Answer found(Conversation server, String name, Supplier<String[]> pop) throws IOException {
        return server.stepUntil(name, answer -> answer.code() == 0, POP, HANDED_OUT, pop);
    }

    private static String[] pop(String topic, String... more) {
        return Fields.with(more, "consumerGroup", "poppers", "topic", topic, "queueId", "0", "maxMsgNums", "32",
                "invisibleTime", "60000", "pollTime", "0", "bornTime", Long.toString(System.currentTimeMillis()),
                "initMode", "0", "expType", "TAG", "exp", "*", "order", "false");
    }

    /// Those that ask for a number of messages are one attempt, the others another.
    private static String[] ordered(String... more) {
        return pop("PopOrder", Fields.with(more, "consumerGroup", "inOrder", "order", "true", "attemptId",
                more.length > 0 ? "first" : "second"));
    }

    private static String[] peek(String topic, String count) {
        return new String[] {"consumerGroup", "poppers", "topic", topic, "queueId", "0", "maxMsgNums", count};
    }

    private static String[] polling(String topic, String queueId) {
        return new String[] {"consumerGroup", "poppers", "topic", topic, "queueId", queueId, "pollTime", "0",
            "bornTime", Long.toString(System.currentTimeMillis())};
    }

    /// What names one message of those that were handed out.
    private static String[] handle(Answer popped, long offset, String... more) {
        String[] start = popped.field("startOffsetInfo").split(" ");
        String handle = start[2] + " " + popped.field("popTime") + " " + popped.field("invisibleTime") + " "
                + popped.field("reviveQid") + " " + start[0] + " broker-a " + start[1] + " " + offset;
        return Fields.with(more, "consumerGroup", "poppers", "topic", "Pop", "queueId", start[1], "extraInfo", handle,
                "offset", Long.toString(offset));
    }

    private static String[] orderedHandle(Answer popped, long offset, String... more) {
        return handle(popped, offset, Fields.with(more, "consumerGroup", "inOrder", "topic", "PopOrder"));
    }

    private static String batch(Answer popped, int... offsets) {
        String[] start = popped.field("startOffsetInfo").split(" ");
        BitSet bits = new BitSet();
        for (int offset : offsets) {
            bits.set(offset - Integer.parseInt(start[2]));
        }
        return "{\"brokerName\":\"broker-a\",\"acks\":[{\"c\":\"poppers\",\"t\":\"Pop\",\"r\":\"" + start[0]
                + "\",\"so\":" + start[2] + ",\"q\":" + start[1] + ",\"rq\":" + popped.field("reviveQid") + ",\"pt\":"
                + popped.field("popTime") + ",\"it\":" + popped.field("invisibleTime") + ",\"b\":\""
                + Base64.getEncoder().encodeToString(bits.toByteArray()) + "\"}]}";
    }
}
