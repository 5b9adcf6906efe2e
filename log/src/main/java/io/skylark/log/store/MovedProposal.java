package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.MovedMessage;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;

/// A proposal that lets a parked message into its queue. In `applied` the message lies
/// [MovedMessage#MESSAGE_AT] bytes behind the position of the entry, and the outcome is its queue offset.
public abstract class MovedProposal extends Proposal {
    private final EntryType owner;
    private final long source;
    private final MessageDraft draft;

    /// @param owner the table that has the message until this is applied, and hears of it then
    /// @param source position of the entry that the table has it from
    protected MovedProposal(EntryType owner, long source, MessageDraft draft) {
        this.owner = owner;
        this.source = source;
        this.draft = draft;
    }

    public final MessageDraft draft() {
        return draft;
    }

    @Override
    public final EntryType type() {
        return EntryType.MOVED;
    }

    @Override
    public final int bodySize() {
        return MovedMessage.MESSAGE_AT + draft.encodedSize();
    }

    @Override
    public final void writeBody(ByteBuffer target, long timeMillis) {
        MovedMessage.writePrefix(target, owner, source);
        draft.encode(target, timeMillis);
    }
}
