package io.skylark.broker.intake;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageProposal;
import io.skylark.message.MessageDraft;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Offers messages to the log, each in the entry it belongs in. Shared: any thread; waits for nothing.
public final class Intake {
    private final Supplier<ReplicatedLog> log;
    private final List<Parking> parkings;

    /// @param parkings asked in this order; the first that takes a message has it
    public Intake(Supplier<ReplicatedLog> log, List<Parking> parkings) {
        this.log = log;
        this.parkings = List.copyOf(parkings);
    }

    /// @param draft checked: its topic exists, its sizes and its queue are within the limits
    /// @param properties of the draft, decoded; a parking may change them
    /// @throws io.skylark.net.RequestFailure when a parking does not accept it
    public void store(MessageDraft draft, Map<String, String> properties, SendOutcome outcome) {
        for (Parking parking : parkings) {
            Proposal parked = parking.park(draft, properties, outcome);
            if (parked != null) {
                log.get().propose(parked);
                return;
            }
        }
        log.get().propose(new Plain(draft, outcome));
    }

    private static final class Plain extends MessageProposal {
        private final SendOutcome outcome;

        private Plain(MessageDraft draft, SendOutcome outcome) {
            super(draft);
            this.outcome = outcome;
        }

        @Override
        public void applied(EntryView entry, long queueOffset) {
            outcome.stored(entry.position(), queueOffset, null);
        }

        @Override
        public void failed(LogRefusal why) {
            outcome.refused(why);
        }
    }
}
