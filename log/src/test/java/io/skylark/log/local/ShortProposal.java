package io.skylark.log.local;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import java.nio.ByteBuffer;

/// Writes one byte less than it promised, and passes the outcome on.
final class ShortProposal extends Proposal {
    private final Proposal outcome;

    ShortProposal(Proposal outcome) {
        this.outcome = outcome;
    }

    @Override
    public EntryType type() {
        return outcome.type();
    }

    @Override
    public int bodySize() {
        return outcome.bodySize();
    }

    @Override
    public void writeBody(ByteBuffer target, long timeMillis) {
        target.put(new byte[outcome.bodySize() - 1]);
    }

    @Override
    public void applied(EntryView entry, long result) {
        outcome.applied(entry, result);
    }

    @Override
    public void failed(LogRefusal why) {
        outcome.failed(why);
    }
}
