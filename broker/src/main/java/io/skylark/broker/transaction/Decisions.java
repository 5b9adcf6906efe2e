package io.skylark.broker.transaction;

import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.LogAnswers;
import io.skylark.broker.table.TableLog;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.MovedProposal;
import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import io.skylark.net.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Ends transactions that were claimed: one entry of the log is the end. May wait for the disk, to read a half message.
/// Shared.
final class Decisions {
    /// How often a half message is looked for that is being taken along from an expiring segment.
    private static final int MAX_LOOKS = 3;

    private final TableLog tableLog;
    private final Supplier<ReplicatedLog> log;
    private final MessageStore messages;
    private final Measures measures;
    private final InstantSource clock;

    Decisions(
            TableLog tableLog, Supplier<ReplicatedLog> log, MessageStore messages, Measures measures,
            InstantSource clock) {
        this.tableLog = tableLog;
        this.log = log;
        this.messages = messages;
        this.measures = measures;
        this.clock = clock;
    }

    /// The half message; empty when it is no longer in the log.
    Optional<HalfMessage> read(Half half) {
        Optional<StoredEntry> entry = Optional.empty();
        for (int look = 0; look < MAX_LOOKS && entry.isEmpty(); look++) {
            entry = messages.entry(half.entryPosition());
        }
        return entry.map(HalfMessage::read);
    }

    /// Completes on the log-applier when the end is durable; exceptionally with a [RequestFailure] when the log refuses it,
    /// and the transaction is then free to be ended again.
    CompletableFuture<Void> rollBack(Half half) {
        return tableLog.propose(TransactionTable.STATE, TransactionTable.rolledBack(half))
                .whenComplete((done, refusal) -> {
                    if (refusal == null) {
                        measures.rolledBack(age(half));
                    } else {
                        half.release();
                    }
                });
    }

    private Duration age(Half half) {
        return Duration.ofMillis(clock.millis() - half.time());
    }

    /// The same, with the message in its queue.
    CompletableFuture<Void> commit(Half half, MessageDraft message) {
        String topic = new String(message.topic(), StandardCharsets.UTF_8);
        return move(half, message, () -> measures.committed(topic, message.encodedSize(), age(half)));
    }

    /// The same, with the message in the queue of those that nobody decided.
    CompletableFuture<Void> giveUp(Half half, MessageDraft message) {
        return move(half, message, measures::givenUp);
    }

    private CompletableFuture<Void> move(Half half, MessageDraft message, Runnable onMoved) {
        Move move = new Move(half, message, onMoved);
        log.get().propose(move);
        return move.done;
    }

    private static final class Move extends MovedProposal {
        private final Half half;
        private final Runnable onMoved;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Move(Half half, MessageDraft message, Runnable onMoved) {
            super(TransactionTable.HALF, half.position(), message);
            this.half = half;
            this.onMoved = onMoved;
        }

        @Override
        public void applied(EntryView entry, long queueOffset) {
            onMoved.run();
            done.complete(null);
        }

        @Override
        public void failed(LogRefusal why) {
            half.release();
            done.completeExceptionally(new RequestFailure(LogAnswers.code(why), LogAnswers.remark(why)));
        }
    }
}
