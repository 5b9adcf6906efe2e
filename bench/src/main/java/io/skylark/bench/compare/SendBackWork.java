package io.skylark.bench.compare;

import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.load.SendBackLoad;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Fills a topic, then gives back what is read of it, one connection for each queue.
///
/// @param messages to fill the topic with
record SendBackWork(int bytes, int messages, int queues, int window, int delayLevel) implements Row.Work {
    private static final int MAX_MESSAGES = 32;

    @Override
    public Figures run(Bed bed) throws IOException {
        Filled filled = Filled.fill(bed, "bench-retry", queues, messages, bytes, UnaryOperator.identity());
        PullFrames.Shape shape = new PullFrames.Shape(
                filled.topic().name(), "bench-returner", MAX_MESSAGES, Duration.ZERO, SerializeType.JSON);
        SendBackLoad.Plan plan = new SendBackLoad.Plan(
                bed.peer().broker(), shape, delayLevel, filled.from(), filled.to(), window, bytes);
        return bed.measure(tally -> new SendBackLoad(plan, tally));
    }
}
