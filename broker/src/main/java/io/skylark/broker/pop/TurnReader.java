package io.skylark.broker.pop;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what a [Turn] may read. Used once, by the thread that took the turn.
final class TurnReader {
    private static final Logger LOG = LoggerFactory.getLogger(TurnReader.class);

    /// How often one range is read on over messages that do not match, before others get their turn.
    private static final int MAX_READS = 8;

    private final MessageStore messages;
    private final PopQueue queue;
    private final LogQueue log;
    private final Turn turn;
    private final TagFilter filter;
    private final PopLimits limits;
    private final long now;
    private final List<Long> gone = new ArrayList<>();
    private final List<Ranges.Range> read = new ArrayList<>();

    TurnReader(
            MessageStore messages, PopQueue queue, LogQueue log, Turn turn, TagFilter filter, PopLimits limits,
            long now) {
        this.messages = messages;
        this.queue = queue;
        this.log = log;
        this.turn = turn;
        this.filter = filter;
        this.limits = limits;
        this.now = now;
    }

    PopQueue.Read read(PoppedMessages.Finds finds, int maxBytes) {
        for (Flights.Flight flight : turn.due()) {
            if (finds.count() > 0 && finds.bytes() >= maxBytes) {
                break;
            }
            readDue(flight, finds);
        }
        for (Ranges.Range range : turn.fresh()) {
            if (finds.count() >= turn.room() || finds.bytes() >= maxBytes) {
                break;
            }
            readFresh(range, finds, maxBytes);
        }
        List<Long> found = finds.inOrder().stream().map(PoppedMessages.Found::offset).toList();
        return new PopQueue.Read(found, gone, read);
    }

    /// One that cannot be read must not keep the others from coming back: it is tried again a little later.
    private void readDue(Flights.Flight flight, PoppedMessages.Finds finds) {
        int before = finds.count();
        try {
            messages.read(log, flight.offset, 1, 1, filter, finds.below(flight.offset + 1));
        } catch (RuntimeException unreadable) {
            LOG.error("offset {} of {} cannot be read", flight.offset, queue.key(), unreadable);
            queue.postpone(flight, now + limits.readRetry().toMillis());
            return;
        }
        if (finds.count() == before) {
            gone.add(flight.offset);
        }
    }

    private void readFresh(Ranges.Range range, PoppedMessages.Finds finds, int maxBytes) {
        long at = range.from();
        for (int reads = 0; reads < MAX_READS && at < range.to() && finds.count() < turn.room(); reads++) {
            int room = (int) Math.min(turn.room() - finds.count(), range.to() - at);
            ReadOutcome outcome = messages.read(
                    log, at, room, Math.max(1, maxBytes - finds.bytes()), filter, finds.below(range.to()));
            boolean passed = switch (outcome.status()) {
                case FOUND, NO_MATCHED_MESSAGE, OFFSET_TOO_SMALL, OFFSET_RESET -> outcome.nextOffset() > at;
                case NO_QUEUE, EMPTY_QUEUE, OFFSET_OVERFLOW_ONE, OFFSET_OVERFLOW_BADLY -> false;
            };
            if (!passed) {
                return;
            }
            long next = Math.min(outcome.nextOffset(), range.to());
            read.add(new Ranges.Range(at, next));
            at = next;
            if (outcome.status() == ReadStatus.FOUND) {
                return;
            }
        }
    }
}
