package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.Proposal;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;
import java.util.List;

/// A proposal of several messages in one entry: all of them are stored, or none. In `applied`, the outcome is the queue
/// offset of the first one, and [#positions(EntryView)] says where each lies.
public abstract class BatchProposal extends Proposal {
    private final List<MessageDraft> drafts;
    private final int bodySize;

    protected BatchProposal(List<MessageDraft> drafts) {
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one message");
        }
        this.drafts = List.copyOf(drafts);
        this.bodySize = drafts.stream().mapToInt(MessageDraft::encodedSize).reduce(0, Math::addExact);
    }

    public final List<MessageDraft> drafts() {
        return drafts;
    }

    @Override
    public final EntryType type() {
        return EntryType.MESSAGE_BATCH;
    }

    @Override
    public final int bodySize() {
        return bodySize;
    }

    @Override
    public final void writeBody(ByteBuffer target, long timeMillis) {
        for (MessageDraft draft : drafts) {
            draft.encode(target, timeMillis);
        }
    }

    /// The position of each message of the applied entry, in order.
    public final long[] positions(EntryView entry) {
        long[] positions = new long[drafts.size()];
        long position = entry.position();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position;
            position += drafts.get(i).encodedSize();
        }
        return positions;
    }
}
