package io.skylark.broker.send;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.store.BatchProposal;
import io.skylark.message.MessageDraft;
import java.util.List;

/// Several messages of one queue on their way into the log, in one entry.
final class BatchSend extends BatchProposal {
    private final Answer answer;

    BatchSend(Answer answer, List<MessageDraft> drafts) {
        super(drafts);
        this.answer = answer;
    }

    @Override
    public void applied(EntryView entry, long queueOffset) {
        answer.stored(positions(entry), queueOffset);
    }

    @Override
    public void failed(LogRefusal why) {
        answer.refused(why);
    }
}
