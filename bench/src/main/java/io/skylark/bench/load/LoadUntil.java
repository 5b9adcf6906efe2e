package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.protocol.ResponseCode;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// A workload that ends when it is told to, and counts the requests that were answered well. Owned by the loop's
/// thread.
public final class LoadUntil implements Workload {
    private final Workload load;
    private final BooleanSupplier over;
    private final LongConsumer onSuccess;
    private long succeeded;

    /// @param over asked in every turn
    /// @param onSuccess told how many requests were answered with success, each time
    public LoadUntil(Workload load, BooleanSupplier over, LongConsumer onSuccess) {
        this.load = load;
        this.over = over;
        this.onSuccess = onSuccess;
    }

    /// Requests answered with success, warm-up and end included.
    public long succeeded() {
        return succeeded;
    }

    @Override
    public List<LinkPlan> links() {
        return load.links();
    }

    @Override
    public void start(List<Link> links, long now) {
        load.start(links, now);
    }

    @Override
    public long tick(long now) {
        return load.tick(now);
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        if (answer.code() == ResponseCode.SUCCESS) {
            onSuccess.accept(++succeeded);
        }
        load.answered(link, tag, time, answer, now);
    }

    @Override
    public boolean finished() {
        return over.getAsBoolean() || load.finished();
    }

    @Override
    public void end(long now) {
        load.end(now);
    }

    @Override
    public boolean drained() {
        return load.drained();
    }

    @Override
    public long missing() {
        return load.missing();
    }
}
