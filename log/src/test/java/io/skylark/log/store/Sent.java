package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.message.MessageDraft;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Messages on their way, for tests: completed with where they came to lie.
final class Sent {
    /// @param queueOffset of the first message
    record Result(long[] positions, long queueOffset) {}

    private Sent() {}

    static final class One extends MessageProposal {
        final CompletableFuture<Result> result = new CompletableFuture<>();

        One(MessageDraft draft) {
            super(draft);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            result.complete(new Result(new long[] {entry.position()}, outcome));
        }

        @Override
        public void failed(LogRefusal why) {
            result.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }

    static final class Batch extends BatchProposal {
        final CompletableFuture<Result> result = new CompletableFuture<>();

        Batch(List<MessageDraft> drafts) {
            super(drafts);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            result.complete(new Result(positions(entry), outcome));
        }

        @Override
        public void failed(LogRefusal why) {
            result.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }
}
