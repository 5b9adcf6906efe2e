package io.skylark.broker.send;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.store.MessageProposal;
import io.skylark.message.MessageDraft;

/// One message on its way into the log.
final class SingleSend extends MessageProposal {
    private final Answer answer;
    private final String uniqueKey;

    SingleSend(Answer answer, String uniqueKey, MessageDraft draft) {
        super(draft);
        this.answer = answer;
        this.uniqueKey = uniqueKey;
    }

    @Override
    public void applied(EntryView entry, long queueOffset) {
        answer.stored(new long[] {entry.position()}, queueOffset, uniqueKey);
    }

    @Override
    public void failed(LogRefusal why) {
        answer.refused(why);
    }
}
