package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;

/// Gets the messages whose properties fit an expression. (`filter.SqlFilterConsumer`)
public final class SqlFilterConsumer {
    private SqlFilterConsumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        // region: sql
        PushConsumer consumer = mq.pushConsumer("sql-filter")
                .subscribe("SqlFilterTest", Filter.sql("TAGS IN ('TagA', 'TagB') AND a BETWEEN 0 AND 3"))
                .onMessage(message -> {
                    System.out.println(message.property("a").orElse("") + " " + message.text());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
