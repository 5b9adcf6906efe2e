package io.skylark.bench.compare;

import io.skylark.bench.frame.PopFrames;
import io.skylark.bench.load.PopLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// Fills a topic, then pops it empty for one consumer group after the other.
///
/// @param messages to fill the topic with
record PopWork(int bytes, int messages, int queues, int connections) implements Row.Work {
    private static final int MAX_MESSAGES = 32;
    private static final Duration INVISIBLE = Duration.ofSeconds(60);

    @Override
    public Figures run(Bed bed) throws IOException {
        Filled filled = Filled.fill(bed, "bench-pop", queues, messages, bytes, UnaryOperator.identity());
        PopFrames.Shape shape =
                new PopFrames.Shape(filled.topic().name(), "bench-popper-", MAX_MESSAGES, INVISIBLE);
        PopLoad.Plan plan = new PopLoad.Plan(bed.peer().broker(), filled.topic().brokerName(), shape, filled.from(),
                filled.to(), connections, PopFrames.MAX_GROUPS);
        return bed.measure(tally -> new PopLoad(plan, tally));
    }
}
