package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.TransactionLoad;
import io.skylark.message.PropertyNames;
import io.skylark.message.SysFlag;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Sends half messages and commits each.
record TransactionWork(int bytes, int queues, int connections, int window) implements Row.Work {
    private static final Map<String, String> HALF = Map.of(
            PropertyNames.TRANSACTION_PREPARED, "true", PropertyNames.PRODUCER_GROUP, SendFrames.GROUP);

    @Override
    public Figures run(Bed bed) throws IOException {
        Topic topic = bed.topic("bench-tx", queues);
        SendFrames.Shape shape = SendFrames.Shape.of(topic.name(), topic.brokerName(), queues, bytes)
                .withSysFlag(SysFlag.TRANSACTION_PREPARED)
                .withVariants(List.of(HALF));
        TransactionLoad.Plan plan =
                new TransactionLoad.Plan(bed.peer().broker(), shape, connections, window, Bed.newRun());
        return bed.measure(tally -> new TransactionLoad(plan, tally));
    }
}
