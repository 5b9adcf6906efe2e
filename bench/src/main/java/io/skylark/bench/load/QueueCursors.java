package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;

/// How far each queue of a topic was read; checks that what comes is what comes next. Owned by one thread.
final class QueueCursors {
    private final long[] next;
    private final Tally tally;
    private long bodyBytes;

    /// Sees each message where it lies in the answer.
    interface Visitor {
        Visitor NONE = (source, at) -> {};

        void message(ByteBuffer source, int at);
    }

    QueueCursors(long[] start, Tally tally) {
        this.next = start.clone();
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
    int take(Answer answer, int queue, Visitor visitor) {
        ByteBuffer source = answer.source();
        int count = 0;
        bodyBytes = 0;
        int at = answer.bodyAt();
        while (at < answer.end()) {
            int size = answer.end() - at < 4 ? 0 : MessageLayout.totalSize(source, at);
            if (size <= 0 || size > answer.end() - at || !MessageLayout.hasMagic(source, at)) {
                tally.failed("pull: what came is no message");
                return count;
            }
            long offset = MessageLayout.queueOffset(source, at);
            if (offset != next[queue] || MessageLayout.queueId(source, at) != queue) {
                tally.failed("pull: a message is not the next of its queue");
            }
            next[queue] = offset + 1;
            bodyBytes += MessageLayout.bodyLength(source, at);
            visitor.message(source, at);
            count++;
            at += size;
        }
        if (count == 0) {
            tally.failed("pull: found, but nothing came");
        }
        return count;
    }
}
