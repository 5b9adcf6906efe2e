package io.skylark.bench.compare;

import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.load.PullLoad;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.body.SubscriptionData;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Fills a topic, then reads it over and over.
///
/// @param messages to fill the topic with
record PullWork(String topic, int bytes, int messages, Choice choice) implements Row.Work {
    private static final int QUEUES = 64;
    private static final int CONNECTIONS = 8;
    private static final int MAX_MESSAGES = 32;

    /// Which messages are read, and what they are told apart by.
    ///
    /// @param variants properties of the messages, in turn; the expression chooses the first variant
    record Choice(String expressionType, String expression, List<Map<String, String>> variants) {
        static final Choice ALL = new Choice(SubscriptionData.TAG, SubscriptionData.SUB_ALL, List.of(Map.of()));
    }

    PullWork(int bytes, int messages) {
        this("bench-pull-" + bytes, bytes, messages, Choice.ALL);
    }

    @Override
    public Figures run(Bed bed) throws IOException {
        Filled filled = Filled.fill(
                bed, topic, QUEUES, messages, bytes, shape -> shape.withVariants(choice.variants()));
        PullFrames.Shape shape =
                new PullFrames.Shape(topic, "bench-consumer", MAX_MESSAGES, Duration.ZERO, SerializeType.JSON)
                        .withExpression(choice.expressionType(), choice.expression());
        PullLoad.Plan plan = new PullLoad.Plan(bed.peer().broker(), shape, filled.from(), filled.to(), CONNECTIONS,
                choice.variants().size());
        return bed.measure(tally -> new PullLoad(plan, tally));
    }
}
