package io.skylark.broker.timer;

import io.skylark.broker.intake.SendOutcome;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A message on its way to the others that wait.
final class ParkProposal extends Proposal {
    private final MessageDraft draft;
    private final long due;
    private final @Nullable RecallHandle handle;
    private final SendOutcome outcome;

    /// @param handle with any position; null when the message cannot be recalled
    ParkProposal(MessageDraft draft, long due, @Nullable RecallHandle handle, SendOutcome outcome) {
        this.draft = draft;
        this.due = due;
        this.handle = handle;
        this.outcome = outcome;
    }

    @Override
    public EntryType type() {
        return TimerTable.TYPE;
    }

    @Override
    public int bodySize() {
        return ParkedMessage.MESSAGE_AT + draft.encodedSize();
    }

    @Override
    public void writeBody(ByteBuffer target, long timeMillis) {
        ParkedMessage.write(target, due, ParkedMessage.NOTHING, draft, timeMillis);
    }

    @Override
    public void applied(EntryView entry, long unused) {
        outcome.stored(
                entry.position() + ParkedMessage.MESSAGE_AT, 0,
                handle == null ? null : handle.withPosition(entry.position()).encode());
    }

    @Override
    public void failed(LogRefusal why) {
        outcome.refused(why);
    }
}
