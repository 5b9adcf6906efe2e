package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;

/// The messages in the body of an answer, read where they lie.
final class Arrived {
    private Arrived() {}

    /// Sees each message where it lies in the answer.
    interface Visitor {
        Visitor NONE = (source, at) -> {};

        void message(ByteBuffer source, int at);
    }

    /// Shows all messages; bytes that are none, and an answer without any, are failures.
    ///
    /// @param what was asked, for failures
    /// @return how many
    static int visit(Answer answer, String what, Tally tally, Visitor visitor) {
        ByteBuffer source = answer.source();
        int count = 0;
        int at = answer.bodyAt();
        while (at < answer.end()) {
            int size = answer.end() - at < 4 ? 0 : MessageLayout.totalSize(source, at);
            if (size <= 0 || size > answer.end() - at || !MessageLayout.hasMagic(source, at)) {
                tally.failed(what + ": what came is no message");
                return count;
            }
            visitor.message(source, at);
            count++;
            at += size;
        }
        if (count == 0) {
            tally.failed(what + ": found, but nothing came");
        }
        return count;
    }
}
