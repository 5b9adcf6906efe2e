package io.skylark.cli.mqadmin;

import io.skylark.protocol.Command;
import io.skylark.protocol.api.QueueEntries;
import io.skylark.protocol.json.Json;

/// `queryCq`: what the index of a queue says.
final class QueueEntryCommands {
    private static final int ENTRIES = 10;
    private static final String LINE = "======================================\n";

    private QueueEntryCommands() {}

    static void entries(Call call) {
        Options options = call.options();
        String topic = options.need("t");
        int queue = options.count("q", 0);
        long index = options.number("i", 0);
        String address = options.text("b").orElseGet(() -> Brokers.masters(call.servers().route(topic).brokerDatas())
                .stream().findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "no master broker has topic " + topic)));
        Command answer = call.servers().demand("The entries of queue " + queue + " of topic " + topic, address,
                QueueEntries.API.request(new QueueEntries.Request(
                        topic, queue, index, options.count("c", ENTRIES), options.text("g").orElse(null))));
        QueueEntries.Found found = Json.decode(answer.body(), QueueEntries.Found.class);
        if (found.subscriptionData() != null) {
            call.print("Subscription data: \n%s\n", PrettyJson.ofValue(found.subscriptionData()));
            call.print(LINE);
        }
        if (options.has("g")) {
            call.print("Filter data: \n%s\n", found.filterData());
            call.print(LINE);
        }
        call.print("Queue data: \nmax: %d, min: %d\n", found.maxQueueIndex(), found.minQueueIndex());
        call.print(LINE);
        long at = index;
        for (QueueEntries.Entry entry : found.queueData()) {
            call.print("idx: %d\n", at);
            call.print("ConsumeQueueData{physicOffset=%d, physicSize=%d, tagsCode=%d, extendDataJson='null', "
                    + "bitMap='null', eval=%s, msg='%s'}\n", entry.physicOffset(), entry.physicSize(),
                    entry.tagsCode(), entry.eval(), entry.msg());
            call.print(LINE);
            at++;
        }
    }
}
