package io.skylark.cli.tools;

import io.skylark.examples.AsyncProducer;
import io.skylark.examples.BroadcastConsumer;
import io.skylark.examples.Consumer;
import io.skylark.examples.LitePullConsumerAssign;
import io.skylark.examples.LitePullConsumerSubscribe;
import io.skylark.examples.OnewayProducer;
import io.skylark.examples.OrderedConsumer;
import io.skylark.examples.OrderedProducer;
import io.skylark.examples.PopConsumer;
import io.skylark.examples.RequestProducer;
import io.skylark.examples.ResponseConsumer;
import io.skylark.examples.ScheduledMessageProducer;
import io.skylark.examples.SimpleBatchProducer;
import io.skylark.examples.SqlFilterConsumer;
import io.skylark.examples.SqlFilterProducer;
import io.skylark.examples.SyncProducer;
import io.skylark.examples.TagFilterConsumer;
import io.skylark.examples.TagFilterProducer;
import io.skylark.examples.TimerMessageProducer;
import io.skylark.examples.TransactionProducer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Our examples by the names that their counterparts have in the tutorial and the documentation of RocketMQ.
final class ExampleNames {
    static final String PACKAGE = "org.apache.rocketmq.example";

    private static final Map<String, Class<?>> EXAMPLES = new TreeMap<>(Map.ofEntries(
            Map.entry("batch.SimpleBatchProducer", SimpleBatchProducer.class),
            Map.entry("broadcast.PushConsumer", BroadcastConsumer.class),
            Map.entry("filter.SqlFilterConsumer", SqlFilterConsumer.class),
            Map.entry("filter.SqlFilterProducer", SqlFilterProducer.class),
            Map.entry("filter.TagFilterConsumer", TagFilterConsumer.class),
            Map.entry("filter.TagFilterProducer", TagFilterProducer.class),
            Map.entry("ordermessage.Consumer", OrderedConsumer.class),
            Map.entry("ordermessage.Producer", OrderedProducer.class),
            Map.entry("quickstart.Consumer", QuickstartConsumer.class),
            Map.entry("quickstart.Producer", QuickstartProducer.class),
            Map.entry("rpc.RequestProducer", RequestProducer.class),
            Map.entry("rpc.ResponseConsumer", ResponseConsumer.class),
            Map.entry("schedule.ScheduledMessageProducer", ScheduledMessageProducer.class),
            Map.entry("schedule.TimerMessageProducer", TimerMessageProducer.class),
            Map.entry("simple.AsyncProducer", AsyncProducer.class),
            Map.entry("simple.LitePullConsumerAssign", LitePullConsumerAssign.class),
            Map.entry("simple.LitePullConsumerSubscribe", LitePullConsumerSubscribe.class),
            Map.entry("simple.OnewayProducer", OnewayProducer.class),
            Map.entry("simple.PopConsumer", PopConsumer.class),
            Map.entry("simple.Producer", SyncProducer.class),
            Map.entry("simple.PushConsumer", Consumer.class),
            Map.entry("transaction.TransactionProducer", TransactionProducer.class)));

    private ExampleNames() {}

    /// @param name with the package; null when it is none of theirs, or has no counterpart
    static @Nullable Class<?> find(String name) {
        return name.startsWith(PACKAGE + ".") ? EXAMPLES.get(name.substring(PACKAGE.length() + 1)) : null;
    }

    /// Without the package, in order.
    static Set<String> all() {
        return EXAMPLES.keySet();
    }
}
