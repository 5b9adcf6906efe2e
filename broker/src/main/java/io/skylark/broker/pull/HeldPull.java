package io.skylark.broker.pull;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.Waiter;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import java.time.Duration;

/// A pull that waits for messages. Owned by the event loop of its connection; the log-applier only wakes it.
final class HeldPull extends Waiter {
    private final PullReader reader;
    private final Pull pull;
    private final LogQueue queue;
    private long offset;
    private Runnable cancelTimeout = () -> {};
    private boolean done;

    HeldPull(PullReader reader, Pull pull, LogQueue queue, long offset) {
        super(pull.filter());
        this.reader = reader;
        this.pull = pull;
        this.queue = queue;
        this.offset = offset;
    }

    void hold(Duration limit) {
        pull.caller().connection().execute(() -> {
            cancelTimeout = pull.caller().connection().schedule(this::timeOut, limit);
            await();
        });
    }

    private void await() {
        if (!reader.messages().await(queue, offset, this)) {
            retry();
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
        } else if (outcome.status() == ReadStatus.OFFSET_OVERFLOW_ONE && !queue.isRemoved()) {
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
        reader.released();
    }
}
