package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.EndToEndLoad;
import io.skylark.bench.load.SendLoad;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.time.Duration;

/// Sends at a fixed rate and holds pulls on all queues.
public record EndToEndWork(int bytes, int queues, double perSecond) implements Row.Work {
    private static final int CONNECTIONS = 2;
    /// Far more than is ever on its way, so that a slow answer does not slow the sender.
    private static final int WINDOW = 4096;
    private static final int MAX_MESSAGES = 32;
    private static final Duration HOLD = Duration.ofSeconds(15);

    @Override
    public Figures run(Bed bed) throws IOException {
        Topic topic = bed.topic("bench-e2e", queues);
        SendLoad.Plan send = SendLoad.Plan.paced(topic.broker(),
                SendFrames.Shape.of(topic.name(), topic.brokerName(), queues, bytes), CONNECTIONS, WINDOW, perSecond,
                Bed.newRun());
        PullFrames.Shape pull =
                new PullFrames.Shape(topic.name(), "bench-consumer", MAX_MESSAGES, HOLD, SerializeType.JSON);
        EndToEndLoad.Plan plan = new EndToEndLoad.Plan(send, pull, topic.maxOffsets(), CONNECTIONS);
        return bed.measure(tally -> new EndToEndLoad(plan, tally));
    }
}
