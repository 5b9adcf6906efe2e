package io.skylark.bench.compare;

import io.skylark.message.PropertyNames;
import io.skylark.protocol.body.SubscriptionData;
import java.util.List;
import java.util.Map;

/// The rows of messages that are more than sent and pulled: popped, chosen by an expression, delayed, in a transaction,
/// given back.
final class KindRows {
    private static final int KIB = 1024;
    private static final int QUEUES = 8;
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 64;
    private static final int BACK_WINDOW = 16;
    private static final int FILLED = 300_000;
    private static final int RETRY_LEVEL = 3;

    /// Half of the messages.
    static final PullWork.Choice BY_TAG = new PullWork.Choice(SubscriptionData.TAG, "TagA",
            List.of(Map.of(PropertyNames.TAGS, "TagA"), Map.of(PropertyNames.TAGS, "TagB")));
    /// Half of the messages, for one of two reasons.
    static final PullWork.Choice BY_SQL = new PullWork.Choice(SubscriptionData.SQL92,
            "region = 'north' AND weight > 20",
            List.of(Map.of("region", "north", "weight", "70"), Map.of("region", "south", "weight", "40")));
    static final List<Map<String, String>> DELAYED = List.of(Map.of(PropertyNames.TIMER_DELAY_SEC, "3600"));

    private KindRows() {}

    static List<Row> all() {
        return List.of(
                new Row("pop-1k", "pop of 32 x 1 KiB and batch ack, 8 queues, " + CONNECTIONS + " connections", false,
                        new PopWork(KIB, FILLED, QUEUES, CONNECTIONS)),
                pull("pull-tag", "a tag that half of them have", BY_TAG),
                pull("pull-sql", "SQL92 that half of them match", BY_SQL),
                new Row("send-delay", "send 1 KiB, delayed by 1 h, 8 x " + WINDOW, false,
                        new SendWork("bench-delay", KIB, QUEUES, CONNECTIONS, WINDOW, 0, 0,
                                shape -> shape.withVariants(DELAYED))),
                new Row("send-tx", "half message of 1 KiB and commit, 8 x " + WINDOW, false,
                        new TransactionWork(KIB, QUEUES, CONNECTIONS, WINDOW)),
                // Last, because what is given back becomes due while later rows run.
                new Row("retry", "send-back of 1 KiB at level " + RETRY_LEVEL + ", 8 x " + BACK_WINDOW, false,
                        new SendBackWork(KIB, FILLED, CONNECTIONS, BACK_WINDOW, RETRY_LEVEL)));
    }

    private static Row pull(String id, String what, PullWork.Choice choice) {
        return new Row(id, "catch-up pull, 32 x 1 KiB, " + what, false,
                new PullWork("bench-" + id, KIB, FILLED, choice));
    }
}
