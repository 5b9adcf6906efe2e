package io.skylark.log;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A proposal of given bytes that remembers its outcome.
public final class TestProposal extends Proposal {
    /// Any type that is not a message's.
    public static final EntryType TYPE = EntryType.table(100, "TEST");

    private static final int PATIENCE_SECONDS = 20;

    private final EntryType type;
    private final byte[] body;
    private final CompletableFuture<Applied> applied = new CompletableFuture<>();
    private volatile @Nullable LogRefusal refusal;

    /// What the proposal heard.
    public record Applied(long index, long position, long time, long outcome) {}

    public TestProposal(EntryType type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    public static TestProposal of(byte[] body) {
        return new TestProposal(TYPE, body);
    }

    public byte[] body() {
        return body;
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
        check(applied.complete(new Applied(entry.index(), entry.position(), entry.time(), outcome)));
    }

    @Override
    public void failed(LogRefusal why) {
        refusal = why;
        check(applied.completeExceptionally(new IllegalStateException(why.toString())));
    }

    private static void check(boolean first) {
        if (!first) {
            throw new AssertionError("a proposal heard two outcomes");
        }
    }

    public CompletableFuture<Applied> outcome() {
        return applied;
    }

    /// Waits until it was applied.
    public Applied await() {
        try {
            return applied.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("not applied: " + refusal, e);
        }
    }

    /// Waits until it failed.
    public LogRefusal awaitRefusal() {
        try {
            Applied unexpected = applied.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("applied: " + unexpected);
        } catch (ExecutionException expected) {
            LogRefusal why = refusal;
            if (why == null) {
                throw new AssertionError("failed without a reason", expected);
            }
            return why;
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        }
    }

    /// Waits until it was applied or failed.
    public void awaitOutcome() {
        try {
            applied.handle((outcome, failure) -> outcome).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        }
    }

    /// Waits until there is an outcome, but no longer than that.
    public boolean isRefusedWithin(Duration limit) {
        try {
            applied.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException waiting) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isDone() {
        return applied.isDone();
    }

    public boolean wasApplied() {
        return applied.isDone() && !applied.isCompletedExceptionally();
    }
}
