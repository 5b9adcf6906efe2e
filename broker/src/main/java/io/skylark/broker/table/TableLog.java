package io.skylark.broker.table;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// How tables are changed: a change is an entry of the log, done when it is applied.
public final class TableLog {
    private static final long APPLY_LIMIT_SECONDS = 10;

    /// Changes of many that wait at a time: enough to be forced together, few enough for the log's queue.
    private static final int MAX_TOGETHER = 500;

    private final Supplier<ReplicatedLog> log;

    /// @param log asked at each change, because tables exist before the log is started
    public TableLog(Supplier<ReplicatedLog> log) {
        this.log = log;
    }

    /// Offers a change; completes on the log-applier once the tables have it.
    public CompletableFuture<Void> propose(EntryType type, byte[] body) {
        Change change = new Change(type, body);
        log.get().propose(change);
        return change.done;
    }

    /// Offers a change and waits for it; only on threads that may block.
    ///
    /// @throws RequestFailure when the log refuses it
    public void change(EntryType type, byte[] body) {
        await(propose(type, body));
    }

    /// Offers many changes and waits for them; only on threads that may block.
    ///
    /// @throws RequestFailure when the log refuses one of them; others may have been made
    public void changeAll(EntryType type, List<byte[]> bodies) {
        for (int from = 0; from < bodies.size(); from += MAX_TOGETHER) {
            await(CompletableFuture.allOf(bodies.subList(from, Math.min(from + MAX_TOGETHER, bodies.size())).stream()
                    .map(body -> propose(type, body))
                    .toArray(CompletableFuture<?>[]::new)));
        }
    }

    /// Waits for changes that were offered; only on threads that may block.
    ///
    /// @throws RequestFailure when the log refuses one of them
    public static void await(CompletableFuture<Void> done) {
        try {
            done.get(APPLY_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            throw refused.getCause() instanceof RequestFailure failure
                    ? failure
                    : new RequestFailure(ResponseCode.SYSTEM_ERROR, String.valueOf(refused.getCause()));
        } catch (TimeoutException late) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_BUSY, "the change was not stored within " + APPLY_LIMIT_SECONDS + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new RequestFailure(ResponseCode.SERVICE_NOT_AVAILABLE, "the broker is shutting down");
        }
    }

    private static final class Change extends Proposal {
        private final EntryType type;
        private final byte[] body;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Change(EntryType type, byte[] body) {
            this.type = type;
            this.body = body;
        }

        @Override
        public EntryType type() {
            return type;
        }

        @Override
        public int bodySize() {
            return body.length;
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            target.put(body);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            done.complete(null);
        }

        @Override
        public void failed(LogRefusal why) {
            done.completeExceptionally(new RequestFailure(LogAnswers.code(why), LogAnswers.remark(why)));
        }
    }
}
