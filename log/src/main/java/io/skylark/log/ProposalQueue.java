package io.skylark.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where proposals wait for the log-writer: a stack that many threads push to with one compare-and-set each, and that one
/// thread takes as a whole and turns round. The links are in the proposals, so nothing is allocated.
///
/// Its length is limited by the bytes that a log lets wait, not here. Shared by all threads.
public final class ProposalQueue {
    private static final VarHandle HEAD = head();
    private static final Proposal CLOSED = new Closed();

    @SuppressWarnings("UnusedVariable") // read and written through HEAD
    private volatile @Nullable Proposal head;

    /// What became of an offer.
    public enum Offer {
        /// It waits behind others.
        ACCEPTED,
        /// It is the first one: the taker may sleep and must be woken.
        ACCEPTED_FIRST,
        /// The queue is closed; the proposal was not accepted.
        CLOSED
    }

    public Offer offer(Proposal proposal) {
        while (true) {
            Proposal seen = head;
            if (seen == CLOSED) {
                return Offer.CLOSED;
            }
            proposal.next = seen;
            if (HEAD.compareAndSet(this, seen, proposal)) {
                return seen == null ? Offer.ACCEPTED_FIRST : Offer.ACCEPTED;
            }
        }
    }

    public boolean isEmpty() {
        Proposal seen = head;
        return seen == null || seen == CLOSED;
    }

    /// Takes everything that was offered, oldest first: the first one leads to the others with [#next(Proposal)].
    public @Nullable Proposal takeAll() {
        return isEmpty() ? null : oldestFirst((Proposal) HEAD.getAndSet(this, null));
    }

    /// Accepts nothing from now on, and takes what was offered before.
    public @Nullable Proposal close() {
        Proposal rest = (Proposal) HEAD.getAndSet(this, CLOSED);
        return rest == CLOSED ? null : oldestFirst(rest);
    }

    /// Takes a proposal out of what [#takeAll()] gave, and returns the one that was offered after it.
    public static @Nullable Proposal next(Proposal taken) {
        Proposal following = taken.next;
        taken.next = null;
        return following;
    }

    private static @Nullable Proposal oldestFirst(@Nullable Proposal newest) {
        Proposal oldest = null;
        Proposal proposal = newest;
        while (proposal != null) {
            Proposal older = proposal.next;
            proposal.next = oldest;
            oldest = proposal;
            proposal = older;
        }
        return oldest;
    }

    private static VarHandle head() {
        try {
            return MethodHandles.lookup().findVarHandle(ProposalQueue.class, "head", Proposal.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Marks a closed queue; never proposed.
    private static final class Closed extends Proposal {
        @Override
        public EntryType type() {
            return EntryType.PADDING;
        }

        @Override
        public int bodySize() {
            return 0;
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {}

        @Override
        public void applied(EntryView entry, long outcome) {}

        @Override
        public void failed(LogRefusal why) {}
    }
}
