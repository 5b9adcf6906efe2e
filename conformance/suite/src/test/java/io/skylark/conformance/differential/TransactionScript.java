package io.skylark.conformance.differential;

import io.skylark.conformance.wire.RawClient.Answer;
import java.io.IOException;
import java.util.List;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.OFFSET;
import static io.skylark.conformance.differential.Fields.OFFSETS;
import static io.skylark.conformance.differential.Fields.PLACE;
import static io.skylark.conformance.differential.Fields.property;

/// Half messages: decided, decided twice, asked about, given up. Both servers ask after a second, and twice.
final class TransactionScript {
    private static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    private static final String GIVEN_UP = "TRANS_CHECK_MAX_TIME_TOPIC";
    private static final int QUESTION = 39;
    private static final List<String> ASKED = List.of("topic", "msgId", "transactionId");

    private TransactionScript() {
    }

    static void play(Conversation server) throws IOException {
        server.createTopic("Tx", 1);
        decisions(server);
        refusals(server);
        questions(server);
    }

    private static void decisions(Conversation server) throws IOException {
        Answer first = half(server, "first half", "H0", "");
        Answer second = half(server, "second half", "H1", "");
        Answer immune = half(server, "half with immunity", "H2", property("CHECK_IMMUNITY_TIME_IN_SECONDS", "100"));
        server.step("half is not seen", 11, "", OFFSETS, Fields.pull("Tx", 0, 0));
        server.step("half in the topic of halves", 30, "", OFFSET, "topic", HALF, "queueId", "0");
        server.step("view of a half", 33, "", NONE, "offset", Long.toString(Conversation.position(first)));
        server.step("query of a half", 12, "", NONE, "topic", "Tx", "key", "H0", "maxNum", "32", "beginTimestamp", "0",
                "endTimestamp", "4000000000000", "_UNIQUE_KEY_QUERY", "true");
        server.step("query of a half in the topic of halves", 12, "", NONE, "topic", HALF, "key", "H0", "maxNum", "32",
                "beginTimestamp", "0", "endTimestamp", "4000000000000", "_UNIQUE_KEY_QUERY", "true");
        server.step("decision by another group", 37, "", NONE, end(second, "8", "producerGroup", "other"));
        server.step("decision for another offset", 37, "", NONE, end(second, "8", "tranStateTableOffset", "77"));
        server.step("decision for another position", 37, "", NONE, end(second, "8", "commitLogOffset", "777777777"));
        server.step("commit", 37, "", NONE, end(first, "8"));
        server.step("roll back", 37, "", NONE, end(second, "12"));
        server.step("commit with immunity", 37, "", NONE, end(immune, "8"));
        server.awaitMax("Tx", 0, 2);
        server.step("what was committed", 11, "", OFFSETS, Fields.pull("Tx", 0, 0));
        server.step("commit again", 37, "", NONE, end(first, "8"));
        server.step("roll back again", 37, "", NONE, end(second, "12"));
        server.step("roll back what was committed", 37, "", NONE, end(first, "12"));
        server.step("commit what was rolled back", 37, "", NONE, end(second, "8"));
        server.step("place of the next message", 310, "next", PLACE, Fields.send("Tx", 0, ""));
    }

    private static void refusals(Conversation server) throws IOException {
        Answer bare = server.step("half without a group", 310, "x", PLACE,
                Fields.send("Tx", 0, property("TRAN_MSG", "true") + property("UNIQ_KEY", "H3"), "f", "4"));
        if (bare.code() == 0) {
            // RocketMQ only: nobody can decide it
            server.ask(37, "", end(bare, "8"));
        }
        server.step("send a delayed half message", 310, "x", NONE, Fields.send("Tx", 0, property("TRAN_MSG", "true")
                + property("PGROUP", "pg") + property("DELAY", "1") + property("UNIQ_KEY", "H6"), "f", "4"));
        server.createTopic("TxGone", 1);
        Answer orphan = server.prepare(310, "orphan", halfFields("TxGone", "pg", "H4", ""));
        server.prepare(215, "", "topic", "TxGone");
        server.step("commit to a topic that was deleted", 37, "", NONE, end(orphan, "8", "topic", "TxGone"));
        Answer unknown = server.prepare(310, "unknown", halfFields("Tx", "pg", "H5", ""));
        server.silentStep("a decision that is none", 37, end(unknown, "0"));
        server.step("roll back what was undecided", 37, "", NONE, end(unknown, "12"));
    }

    private static void questions(Conversation server) throws IOException {
        server.createTopic("TxAsked", 1);
        server.prepare(34, "{\"clientID\":\"asked\",\"consumerDataSet\":[],"
                + "\"producerDataSet\":[{\"groupName\":\"askedGroup\"}]}");
        server.prepare(310, "asked", halfFields("TxAsked", "askedGroup", "A0", ""));
        Answer question = server.pushStep("question", QUESTION, ASKED, "msgId", "A0");
        server.step("commit after a question", 37, "", NONE, answerTo(question));
        server.awaitMax("TxAsked", 0, 1);
        server.step("what was committed after a question", 11, "", OFFSETS, Fields.pull("TxAsked", 0, 0));
        Answer late = server.prepare(310, "late", halfFields("TxAsked", "askedGroup", "A1", ""));
        server.pushStep("question before the late decision", QUESTION, ASKED, "msgId", "A1");
        server.step("decision by the place before the question", 37, "", NONE,
                end(late, "12", "producerGroup", "askedGroup", "topic", "TxAsked"));
        server.prepare(310, "silent", halfFields("TxAsked", "askedGroup", "A2", ""));
        server.pushStep("first question", QUESTION, ASKED, "msgId", "A2");
        server.pushStep("second question", QUESTION, ASKED, "msgId", "A2");
        server.stepUntil("what was given up", answer -> Messages.text(answer.body()).contains("A2"), 11, NONE,
                () -> Fields.pull(GIVEN_UP, 0, 0));
    }

    private static Answer half(Conversation server, String name, String key, String more) throws IOException {
        return server.step(name, 310, "body " + key, PLACE, halfFields("Tx", "pg", key, more));
    }

    private static String[] halfFields(String topic, String group, String key, String more) {
        return Fields.send(topic, 0, property("TRAN_MSG", "true") + property("PGROUP", group)
                + property("UNIQ_KEY", key) + more, "f", "4", "g", Long.toString(System.currentTimeMillis()), "a",
                group);
    }

    private static String[] answerTo(Answer question) {
        return Fields.with(new String[0], "topic", "TxAsked", "producerGroup", "askedGroup", "tranStateTableOffset",
                question.field("tranStateTableOffset"), "commitLogOffset", question.field("commitLogOffset"),
                "commitOrRollback", "8", "fromTransactionCheck", "true", "msgId", question.field("msgId"),
                "transactionId", question.field("msgId"));
    }

    private static String[] end(Answer half, String ending, String... more) {
        return Fields.with(more, "topic", "Tx", "producerGroup", "pg", "tranStateTableOffset",
                Conversation.field(half, "queueOffset"), "commitLogOffset", Long.toString(Conversation.position(half)),
                "commitOrRollback", ending, "fromTransactionCheck", "false", "msgId", "id", "transactionId", "id");
    }
}
