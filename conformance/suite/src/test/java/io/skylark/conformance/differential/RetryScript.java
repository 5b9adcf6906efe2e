package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.util.List;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSET;
import static io.skylark.conformance.differential.Fields.OFFSETS;
import static io.skylark.conformance.differential.Fields.PLACE;
import static io.skylark.conformance.differential.Fields.property;

/// What consumers give back, how it comes again, and where it is when it is dead.
final class RetryScript {
    private static final String RETRY = "%RETRY%retriers";
    private static final String DEAD = "%DLQ%retriers";

    private RetryScript() {
    }

    static void play(Conversation server) throws IOException {
        server.createTopic("Retry", 1);
        server.createGroup("retriers", ",\"retryQueueNums\":1,\"retryMaxTimes\":2");
        Answer sent = server.prepare(310, "tried", Fields.send("Retry", 0,
                property("UNIQ_KEY", "R0") + property("TAGS", "A") + property("KEYS", "k")));
        long position = Conversation.position(sent);
        server.awaitMax("Retry", 0, 1);
        comesAgain(server, position);
        dies(server, position);
        asAMessage(server);
        refusals(server, position);
    }

    private static void comesAgain(Conversation server, long position) throws IOException {
        server.step("give back", 36, "", NONE, back(position, "1"));
        server.awaitMax(RETRY, 0, 1);
        Answer again = server.step("what was given back", 11, "", OFFSETS, Fields.pull(RETRY, 0, 0));
        server.step("what was given back, by its tag", 11, "", OFFSETS,
                Fields.pull(RETRY, 0, 0, "subscription", "A"));
        server.step("give back again", 36, "", NONE, back(Messages.position(again.body()), "1"));
        server.awaitMax(RETRY, 0, 2);
        again = server.step("what was given back again", 11, "", OFFSETS, Fields.pull(RETRY, 0, 1));
        server.step("give back too often", 36, "", NONE, back(Messages.position(again.body()), "1"));
        server.awaitMax(DEAD, 0, 1);
        server.step("what was given back too often", 11, "", OFFSETS, Fields.pull(DEAD, 0, 0));
    }

    private static void dies(Conversation server, long position) throws IOException {
        server.step("give back as dead", 36, "", NONE, back(position, "-1"));
        server.awaitMax(DEAD, 0, 2);
        server.step("what was given back as dead", 11, "", OFFSETS, Fields.pull(DEAD, 0, 1));
        server.step("give back what may not be tried again", 36, "", NONE,
                back(position, "1", "maxReconsumeTimes", "0"));
        server.awaitMax(DEAD, 0, 3);
        server.step("what may not be tried again", 11, "", OFFSETS, Fields.pull(DEAD, 0, 2));
    }

    /// The way of a client whose giving back failed.
    private static void asAMessage(Conversation server) throws IOException {
        String properties = property("UNIQ_KEY", "R1") + property("RETRY_TOPIC", "Retry")
                + property("RECONSUME_TIME", "1") + property("MAX_RECONSUME_TIMES", "2");
        server.step("send as a retry", 310, "sent", PLACE, Fields.send(RETRY, 0, properties, "j", "1", "l", "2"));
        server.awaitMax(RETRY, 0, 3);
        server.step("what was sent as a retry", 11, "", OFFSETS, Fields.pull(RETRY, 0, 2));
        server.step("send as a delayed retry", 310, "late", List.of("queueId"),
                Fields.send(RETRY, 0, properties + property("DELAY", "1"), "j", "1", "l", "2"));
        server.awaitMax(RETRY, 0, 4);
        server.step("what was sent as a delayed retry", 11, "", OFFSETS, Fields.pull(RETRY, 0, 3));
        server.step("send as a retry too often", 310, "dead", PLACE,
                Fields.send(RETRY, 0, properties + property("DELAY", "1"), "j", "3", "l", "2"));
        server.awaitMax(DEAD, 0, 4);
        server.step("what was sent too often", 11, "", OFFSETS, Fields.pull(DEAD, 0, 3));
    }

    private static void refusals(Conversation server, long position) throws IOException {
        server.step("give back beyond the last level", 36, "", NONE, back(position, "99"));
        server.step("give back by the count", 36, "", NONE, back(position, "0"));
        server.step("give back of a group there is not", 36, "", NONE, back(position, "1", "group", "nobody"));
        server.step("give back what is nowhere", 36, "", NONE, back(999_999_999, "1"));
        server.createGroup("tries-once", ",\"retryQueueNums\":0,\"retryMaxTimes\":2");
        server.step("give back where nothing is tried again", 36, "", NONE, back(position, "1", "group", "tries-once"));
        server.step("what is tried again there", 30, "", OFFSET, "topic", "%RETRY%tries-once", "queueId", "0");
    }

    private static String[] back(long position, String level, String... more) {
        return Fields.with(more, "offset", Long.toString(position), "group", "retriers", "delayLevel", level,
                "originMsgId", "R0", "originTopic", "Retry", "unitMode", "false", "maxReconsumeTimes", "2");
    }
}
