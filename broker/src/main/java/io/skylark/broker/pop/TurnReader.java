package io.skylark.broker.pop;

import io.skylark.log.index.LogQueue;
import io.skylark.log.store.MessageSink;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a [Turn] may read. Used once, by the thread that took the turn.
///
/// A message that cannot be read keeps no other from being handed out, except in an ordered queue, where those behind
/// it wait for it. It is tried again a little later.
final class TurnReader {
    private static final Logger LOG = LoggerFactory.getLogger(TurnReader.class);

    /// How often one range is read on over messages that do not match, before others get their turn.
    private static final int MAX_READS = 8;

    /// How many messages are looked at one by one, behind a failed read, before others get their turn.
    private static final int MAX_SINGLE_READS = 64;

    private static final int PAGE_BYTES = 4096;

    private final MessageStore messages;
    private final PopQueue queue;
    private final LogQueue log;
    private final Turn turn;
    private final PopAsk ask;
    private final PoppedMessages.Finds finds;
    private final int maxBytes;
    private final MessageSink sink;
    private final List<Long> gone = new ArrayList<>();
    private final List<Long> unreadable = new ArrayList<>();
    private final List<Ranges.Range> read = new ArrayList<>();

    /// A sum of bytes that means nothing. Others could read it, so that nobody leaves the reading of them out.
    int touched;

    /// @param mayWait whether this thread may wait for the disk; then it does, so that copying does not
    TurnReader(
            MessageStore messages, PopQueue queue, LogQueue log, Turn turn, PopAsk ask, PoppedMessages.Finds finds,
            int maxBytes, boolean mayWait) {
        this.messages = messages;
        this.queue = queue;
        this.log = log;
        this.turn = turn;
        this.ask = ask;
        this.finds = finds;
        this.maxBytes = maxBytes;
        this.sink = mayWait ? this::load : finds;
    }

    PopQueue.Read read() {
        readAll();
        List<Long> found = finds.inOrder().stream().map(PoppedMessages.Found::offset).toList();
        return new PopQueue.Read(found, gone, unreadable, read);
    }

    private void readAll() {
        for (Flights.Flight flight : turn.due()) {
            if (finds.count() > 0 && finds.bytes() >= maxBytes) {
                return;
            }
            if (!readDue(flight.offset) && ask.order()) {
                return;
            }
        }
        for (Ranges.Range range : turn.fresh()) {
            if (isFull() || !readFresh(range)) {
                return;
            }
        }
    }

    private boolean isFull() {
        return finds.count() >= turn.room() || finds.bytes() >= maxBytes;
    }

    private void load(ByteBuffer source, int at, int size, long queueOffset, long position) {
        for (int page = at; page < at + size; page += PAGE_BYTES) {
            touched += source.get(page);
        }
        finds.message(source, at, size, queueOffset, position);
    }

    /// False when it cannot be read.
    private boolean readDue(long offset) {
        int before = finds.count();
        try {
            messages.read(log, offset, offset + 1, 1, 1, ask.filter(), sink);
        } catch (RuntimeException | InternalError failure) { // what mapped memory throws when the disk does not answer
            isUnreadable(offset, failure);
            return false;
        }
        if (finds.count() == before) {
            gone.add(offset);
        }
        return true;
    }

    /// False when nothing behind the range may be read.
    private boolean readFresh(Ranges.Range range) {
        long at = range.from();
        for (int reads = 0; reads < MAX_READS && at < range.to() && !isFull(); reads++) {
            int room = (int) Math.min(turn.room() - finds.count(), range.to() - at);
            int before = finds.count();
            ReadOutcome outcome;
            try {
                outcome = messages.read(
                        log, at, range.to(), room, Math.max(1, maxBytes - finds.bytes()), ask.filter(), sink);
            } catch (RuntimeException | InternalError failure) {
                finds.keep(before);
                return readOneByOne(at, range.to());
            }
            if (!hasPassed(outcome, at)) {
                return !ask.order();
            }
            at = passed(at, Math.min(outcome.nextOffset(), range.to()));
            if (outcome.status() == ReadStatus.FOUND) {
                break;
            }
        }
        return at == range.to() || !ask.order();
    }

    /// Some message behind `from` cannot be read: finds out which.
    private boolean readOneByOne(long from, long to) {
        long at = from;
        for (int reads = 0; reads < MAX_SINGLE_READS && at < to && !isFull(); reads++) {
            try {
                ReadOutcome outcome = messages.read(log, at, at + 1, 1, 1, ask.filter(), sink);
                if (!hasPassed(outcome, at)) {
                    return !ask.order();
                }
                at = passed(at, Math.min(outcome.nextOffset(), to));
            } catch (RuntimeException | InternalError failure) {
                isUnreadable(at, failure);
                if (ask.order()) {
                    return false;
                }
                at++;
            }
        }
        return at == to || !ask.order();
    }

    private long passed(long from, long to) {
        read.add(new Ranges.Range(from, to));
        return to;
    }

    private static boolean hasPassed(ReadOutcome outcome, long at) {
        return switch (outcome.status()) {
            case FOUND, NO_MATCHED_MESSAGE, OFFSET_TOO_SMALL, OFFSET_RESET -> outcome.nextOffset() > at;
            case NO_QUEUE, EMPTY_QUEUE, OFFSET_OVERFLOW_ONE, OFFSET_OVERFLOW_BADLY -> false;
        };
    }

    /// Many of them have one cause, so only the first one of a turn is told with it.
    private void isUnreadable(long offset, Throwable failure) {
        if (unreadable.isEmpty()) {
            LOG.error("offset {} of {} cannot be read; it is tried again", offset, queue.key(), failure);
        }
        unreadable.add(offset);
    }
}
