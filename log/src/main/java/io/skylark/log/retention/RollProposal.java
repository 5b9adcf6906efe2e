package io.skylark.log.retention;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import java.nio.ByteBuffer;

/// Asks for the end of the segment that is written to. It may be refused: then it is asked again at the next check.
final class RollProposal extends Proposal {
    private final Runnable onOutcome;

    /// @param onOutcome whatever the outcome, on a thread of the log or the proposing one
    RollProposal(Runnable onOutcome) {
        this.onOutcome = onOutcome;
    }

    @Override
    public EntryType type() {
        return EntryType.ROLL;
    }

    @Override
    public int bodySize() {
        return 0;
    }

    @Override
    public void writeBody(ByteBuffer target, long timeMillis) {}

    @Override
    public void applied(EntryView entry, long outcome) {
        onOutcome.run();
    }

    @Override
    public void failed(LogRefusal why) {
        onOutcome.run();
    }
}
