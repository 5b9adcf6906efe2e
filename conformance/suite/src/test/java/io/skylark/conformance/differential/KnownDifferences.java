package io.skylark.conformance.differential;

import java.util.LinkedHashMap;
import java.util.Map;

/// Steps with a difference on purpose, and the rows of `docs/compatibility.md` that explain them.
final class KnownDifferences {
    /// The `what` of a row, by the name of the step.
    static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        row("an empty body", "send empty body");
        row("a pull that brings an expression that cannot be used", "pull by SQL that is none", "SQL n = NULL",
                "SQL \"n\" = 1", "SQL *", "an expression of no type");
        row("words of a syntax error in an SQL92 expression (46)", "check of n = NULL", "check of \"n\" = 1",
                "check of *");
        row("the strategy `CONSISTENT_HASH` (400)", "queues of one, by CONSISTENT_HASH",
                "queues of two, by CONSISTENT_HASH");
        row("a mode that there is not (401)", "let it do what there is not");
        row("an offset or a queue that there is not (222)", "move beyond the end", "move in a queue there is not");
        row("a request that meets a null pointer there", "where the clients of a group are that has none");
        row("fields beside an error", "reply, refused", "reply to nobody", "reply without a client",
                "pop by SQL that is none", "notification in a topic there is not",
                "notification in a queue there is not");
        row("`DLQ_ORIGIN_TOPIC`, `DLQ_ORIGIN_MESSAGE_ID` of a dead message", "what was given back too often",
                "what was given back as dead", "what may not be tried again", "what was sent too often");
        row("Messages that wait", "view of what is not due");
        row("Delay that is no number", "send by a level that is no number");
        row("Properties of a message that waited for a time", "what came by time 0", "what came by time 1",
                "what came by time 2", "what was not taken back");
        row("Recall (370)", "recall again", "recall of what was never sent");
        row("the group's offset", "offset while all are held", "offset when most are acknowledged");
        row("change of the invisible time with an older handle", "hold longer by the older handle",
                "hold what was acknowledged", "let one go by the older handle");
        row("`startOffsetInfo` of a pop that passes over messages", "pop by a tag");
        row("`bornTime` of a request", "pop long after it was wanted");
        row("handle that cannot be read", "acknowledge nonsense", "acknowledge without a handle", "hold nonsense");
        row("acknowledgement by a group that popped nothing", "acknowledge of a group there is not");
        row("remark of a handler that set none", "hold beyond the last");
        row("an ordered message that is handed out again", "pop in order what was let go");
        row("a message that was not acknowledged in time", "pop what came back");
        row("half messages", "half in the topic of halves");
        row("view and query of a half message", "view of a half", "query of a half in the topic of halves");
        row("properties of a committed message", "what was committed", "what was committed after a question");
        row("a decision that contradicts the one before", "roll back what was committed",
                "commit what was rolled back");
        row("a decision that is repeated", "place of the next message");
        row("a half message without `PGROUP`", "half without a group");
        row("a half message with a delay property", "send a delayed half message");
        row("a commit whose topic was deleted", "commit to a topic that was deleted");
        row("a decision \"unknown\" (0) that is not sent oneway", "a decision that is none");
        row("what a question names", "question", "question before the late decision", "first question",
                "second question");
        row("checks while no producer of the group is connected", "what was given up");
    }

    private KnownDifferences() {
    }

    private static void row(String what, String... steps) {
        for (String step : steps) {
            ROWS.put(step, what);
        }
    }
}
