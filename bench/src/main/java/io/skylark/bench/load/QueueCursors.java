package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.Stamp;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;

/// How far each queue of a topic was read; checks that what comes is what comes next. Owned by one thread.
final class QueueCursors {
    private static final String WHAT = "pull";

    private final long[] next;
    private final int oneIn;
    private final Tally tally;
    private long bodyBytes;

    QueueCursors(long[] start, Tally tally) {
        this(start, 1, tally);
    }

    /// @param oneIn when an expression chooses messages: the first of so many, by the sequence in their stamps
    QueueCursors(long[] start, int oneIn, Tally tally) {
        this.next = start.clone();
        this.oneIn = oneIn;
        this.tally = tally;
    }

    long next(int queue) {
        return next[queue];
    }

    void seek(int queue, long offset) {
        next[queue] = offset;
    }

    /// Bodies of the answer taken last.
    long bodyBytes() {
        return bodyBytes;
    }

    /// Takes the messages of an answer and moves the queue's cursor behind them.
    ///
    /// @return how many
    int take(Answer answer, int queue, Arrived.Visitor visitor) {
        bodyBytes = 0;
        return Arrived.visit(answer, WHAT, tally, (source, at) -> {
            take(source, at, queue);
            visitor.message(source, at);
        });
    }

    private void take(ByteBuffer source, int at, int queue) {
        long offset = MessageLayout.queueOffset(source, at);
        if (MessageLayout.queueId(source, at) != queue || offset < next[queue] || offset >= next[queue] + oneIn) {
            tally.failed("pull: a message is not the next of its queue");
        }
        if (oneIn > 1 && Stamp.sequence(source, at + MessageLayout.bodyAt(source, at)) % oneIn != 0) {
            tally.failed("pull: a message that the expression leaves out");
        }
        next[queue] = offset + 1;
        bodyBytes += MessageLayout.bodyLength(source, at);
    }
}
