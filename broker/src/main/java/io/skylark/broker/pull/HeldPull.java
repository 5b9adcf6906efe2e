package io.skylark.broker.pull;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.Waiter;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import io.skylark.net.Connection;
import io.skylark.protocol.ResponseCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A pull that waits for messages. Owned by the event loop of its connection; the log-applier only wakes it.
final class HeldPull extends Waiter {
    private final PullReader reader;
    private final Pull pull;
    private final LogQueue queue;
    private long offset;
    private Runnable cancelTimeout = () -> {};
    private @Nullable HeldPulls heldHere;
    private boolean done;

    HeldPull(PullReader reader, Pull pull, LogQueue queue, long offset) {
        super(pull.filter());
        this.reader = reader;
        this.pull = pull;
        this.queue = queue;
        this.offset = offset;
    }

    void hold(Duration limit) {
        Connection connection = pull.caller().connection();
        connection.execute(() -> {
            heldHere = connection.memo(HeldPulls.class, HeldPulls::new);
            if (!heldHere.add(this)) {
                finish();
                return;
            }
            if (connection.isGoingAway()) {
                refuse();
                return;
            }
            cancelTimeout = connection.schedule(this::timeOut, limit);
            await();
        });
    }

    /// Its connection is closed: nobody waits for the answer any more.
    void drop() {
        cancel();
        finish();
    }

    /// The server stops. A pull that found nothing would come again at once, over a connection that is about to close, and
    /// clients of 4.x would wait for its answer until the end of its time.
    void refuse() {
        drop();
        Connection connection = pull.caller().connection();
        connection.reply(connection.goAway().withOpaque(pull.caller().opaque()), pull.caller().type());
    }

    private void await() {
        if (!reader.messages().await(queue, offset, this)) {
            retry();
        } else if (reader.isMoved(pull) && cancel()) {
            retry(); // who moved the group called the waiters before this one was among them
        }
    }

    @Override
    protected void ready() {
        pull.caller().connection().execute(this::retry);
    }

    private void retry() {
        if (!done) {
            try {
                read();
            } catch (RuntimeException failure) {
                finish();
                reader.answerFailed(pull, failure);
            }
        }
    }

    private void read() {
        ReadOutcome outcome = reader.attempt(pull, offset);
        if (outcome == null) {
            finish();
        } else if (PullReader.code(outcome.status(), offset) == ResponseCode.PULL_NOT_FOUND && !queue.isRemoved()) {
            await();
        } else if (outcome.status() == ReadStatus.NO_MATCHED_MESSAGE && !queue.isRemoved()) {
            offset = outcome.nextOffset();
            await();
        } else {
            finish();
            reader.answerEmpty(pull, outcome, offset);
        }
    }

    private void timeOut() {
        if (done) {
            return;
        }
        cancel();
        finish();
        try {
            ReadOutcome outcome = reader.attempt(pull, offset);
            if (outcome != null) {
                reader.answerEmpty(pull, outcome, offset);
            }
        } catch (RuntimeException failure) {
            reader.answerFailed(pull, failure);
        }
    }

    private void finish() {
        done = true;
        cancelTimeout.run();
        if (heldHere != null) {
            heldHere.remove(this);
        }
        reader.released();
    }
}
