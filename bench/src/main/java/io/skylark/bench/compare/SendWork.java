package io.skylark.bench.compare;

import io.skylark.bench.admin.ServerCalls;
import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.util.function.UnaryOperator;

/// Sends with the raw generator.
///
/// @param perSecond 0 for as many as the windows allow
/// @param first messages that are stored before anything counts, so that every queue holds one
/// @param change what differs from plain sends with JSON headers to one topic
record SendWork(String topic, int bytes, int queues, int connections, int window, double perSecond,
        long first, UnaryOperator<SendFrames.Shape> change) implements Row.Work {
    @Override
    public Figures run(Bed bed) throws IOException {
        SendFrames.Shape shape =
                change.apply(SendFrames.Shape.of(topic, RunningPeer.BROKER_NAME, queues, bytes));
        try (ServerCalls calls = ServerCalls.connect(bed.peer().broker())) {
            for (int i = 0; i < shape.topics(); i++) {
                new Topic(shape.topicName(i), RunningPeer.BROKER_NAME, bed.peer().broker(), queues).create(calls);
            }
        }
        if (first > 0) {
            storeFirst(bed, shape);
        }
        SendLoad.Plan plan = perSecond == 0
                ? SendLoad.Plan.closed(bed.peer().broker(), shape, connections, window, Bed.newRun())
                : SendLoad.Plan.paced(bed.peer().broker(), shape, connections, window, perSecond, Bed.newRun());
        return bed.measure(tally -> new SendLoad(plan, tally));
    }

    private void storeFirst(Bed bed, SendFrames.Shape shape) throws IOException {
        SendLoad.Plan plan = SendLoad.Plan
                .closed(bed.peer().broker(), shape, connections, window, Bed.newRun())
                .withLimit(first);
        LoadResult result = bed.prepare(tally -> new SendLoad(plan, tally));
        if (result.messages() < first / 2) {
            throw new IOException("only " + result.messages() + " of " + first + " messages could be stored before");
        }
    }
}
