package io.skylark.conformance.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was sent to one queue, and what of it was acknowledged. Messages of a queue are numbered, sent in order over
/// one connection, and never sent again. Guarded by its own monitor.
final class Journal {
    private static final int SHOWN = 5;

    private final Map<Long, Long> offsetBySequence = new HashMap<>();
    private long sent;
    private long judgedFrom;

    /// The number for the next message.
    synchronized long nextSequence() {
        return sent++;
    }

    synchronized void acknowledged(long sequence, long queueOffset) {
        Long before = offsetBySequence.put(sequence, queueOffset);
        if (before != null) {
            throw new IllegalStateException("message " + sequence + " was acknowledged twice");
        }
    }

    synchronized int acknowledged() {
        return offsetBySequence.size();
    }

    synchronized long sent() {
        return sent;
    }

    /// Offset from which the next judgement needs the content of the queue.
    synchronized long judgedFrom() {
        return judgedFrom;
    }

    /// Compares with what the queue holds from [#judgedFrom()] on, after a crash: no message may be missing, doubled,
    /// out of order, elsewhere than acknowledged, or unknown.
    ///
    /// @param sequences of the messages, by offset
    /// @return what is wrong, the first few things
    synchronized List<String> faults(List<Long> sequences) {
        List<String> faults = new ArrayList<>();
        Map<Long, Long> found = new HashMap<>();
        long last = -1;
        for (int i = 0; i < sequences.size(); i++) {
            long sequence = sequences.get(i);
            long offset = judgedFrom + i;
            if (sequence < 0 || sequence >= sent) {
                faults.add("message " + sequence + " at offset " + offset + " was never sent");
            } else if (found.put(sequence, offset) != null) {
                faults.add("message " + sequence + " is there twice, again at offset " + offset);
            } else if (sequence < last) {
                faults.add("message " + sequence + " stands behind message " + last + " at offset " + offset);
            }
            last = Math.max(last, sequence);
        }
        offsetBySequence.forEach((sequence, offset) -> {
            if (offset >= judgedFrom && !offset.equals(found.get(sequence))) {
                faults.add("message " + sequence + " was acknowledged at offset " + offset + " but is "
                        + (found.containsKey(sequence) ? "at offset " + found.get(sequence) : "missing"));
            }
        });
        return faults.subList(0, Math.min(SHOWN, faults.size()));
    }

    /// The next judgement begins where the last one ended.
    synchronized void goOnFrom(long offset) {
        judgedFrom = offset;
    }
}
