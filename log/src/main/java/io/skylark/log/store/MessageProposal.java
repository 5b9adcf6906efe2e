package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;

/// A proposal of one message. In `applied`, the position of the message is that of the entry, and the outcome is its
/// queue offset.
public abstract class MessageProposal extends Proposal {
    private final MessageDraft draft;

    protected MessageProposal(MessageDraft draft) {
        this.draft = draft;
    }

    public final MessageDraft draft() {
        return draft;
    }

    @Override
    public final EntryType type() {
        return EntryType.MESSAGE;
    }

    @Override
    public final int bodySize() {
        return draft.encodedSize();
    }

    @Override
    public final void writeBody(ByteBuffer target, long timeMillis) {
        draft.encode(target, timeMillis);
    }
}
