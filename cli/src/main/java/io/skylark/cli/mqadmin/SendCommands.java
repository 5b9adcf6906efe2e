package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Commands that send messages.
final class SendCommands {
    private static final int MESSAGES = 100;
    private static final int STATUS_MESSAGES = 50;
    private static final int BODY_BYTES = 128;
    private static final int SECONDS = 10;
    private static final String ROW = "%-32s  %-4s  %-20s    %s%n";
    private static final String GROUP = "mqadmin";

    private SendCommands() {}

    static void send(Call call) {
        Options options = call.options();
        Message message = Message.of(options.need("t"), options.need("p"));
        if (options.has("k")) {
            message = message.withKeys(options.need("k").split(" "));
        }
        if (options.has("c")) {
            message = message.withTag(options.need("c"));
        }
        if (options.has("i") && !options.has("b")) {
            call.print("Broker name must be set if the queue is chosen!");
            return;
        }
        if (options.flag("m", false)) {
            call.out().flush();
            call.err().println("mqadmin: -m is passed over: this tool does not report traces");
        }
        SendReceipt receipt = options.has("b") ? sendTo(call, message) : sendAnywhere(call, message);
        call.print(ROW, "#Broker Name", "#QID", "#Send Result", "#MsgId");
        call.print(ROW, receipt.queue().brokerName(), receipt.queue().queueId(), receipt.status(), receipt.messageId());
    }

    private static SendReceipt sendAnywhere(Call call, Message message) {
        try (Producer producer = call.client().producer(GROUP).build()) {
            return producer.send(message);
        }
    }

    private static SendReceipt sendTo(Call call, Message message) {
        Options options = call.options();
        int queue = options.has("i")
                ? options.count("i", 0)
                : queues(call, message.topic()).stream()
                        .filter(each -> each.brokerName().equals(options.need("b")))
                        .map(MessageQueue::queueId)
                        .findFirst()
                        .orElse(0);
        return call.admin().messages().send(
                GROUP, new MessageQueue(message.topic(), options.need("b"), queue), message);
    }

    /// Those that take messages.
    private static List<MessageQueue> queues(Call call, String topic) {
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : call.servers().route(topic).queueDatas()) {
            for (int id = 0; Permission.isWriteable(data.perm()) && id < data.writeQueueNums(); id++) {
                queues.add(new MessageQueue(topic, data.brokerName(), id));
            }
        }
        return queues;
    }

    /// Sends to the topic that has a broker's name; the first message only opens the connection.
    static void status(Call call) {
        String broker = call.options().need("b");
        int count = call.options().count("c", STATUS_MESSAGES);
        Message message = Message.of(broker, body(call, BODY_BYTES));
        try (Producer producer = call.client().producer(GROUP).build()) {
            producer.send(message);
            for (int i = 0; i < count; i++) {
                long began = System.nanoTime();
                SendReceipt receipt = producer.send(message);
                call.print("rt=%sms, SendResult=%s%n", millisSince(began), text(receipt));
            }
        }
    }

    static String text(SendReceipt receipt) {
        return "SendResult [sendStatus=" + receipt.status() + ", msgId=" + receipt.messageId() + ", offsetMsgId="
                + receipt.offsetMessageId() + ", messageQueue=" + text(receipt.queue()) + ", queueOffset="
                + receipt.queueOffset() + ", recallHandle=" + receipt.recallHandle() + "]";
    }

    static String text(MessageQueue queue) {
        return "MessageQueue [topic=" + queue.topic() + ", brokerName=" + queue.brokerName() + ", queueId="
                + queue.queueId() + "]";
    }

    private static byte[] body(Call call, int otherwise) {
        byte[] body = new byte[call.options().count("s", otherwise)];
        Arrays.fill(body, (byte) 'a');
        return body;
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /// To one queue after the other; the average is without the first.
    static void measure(Call call) {
        String topic = call.options().need("t");
        int amount = call.options().count("a", MESSAGES);
        Message message = Message.of(topic, body(call, BODY_BYTES));
        List<MessageQueue> queues = queues(call, topic);
        call.print(ROW, "#Broker Name", "#QID", "#Send Result", "#RT");
        long total = 0;
        for (int i = 0; i < amount && !queues.isEmpty(); i++) {
            MessageQueue queue = queues.get(i % queues.size());
            long began = System.nanoTime();
            boolean sent = isSent(call, queue, message);
            long took = millisSince(began);
            total += i == 0 ? 0 : took;
            call.print(ROW, queue.brokerName(), queue.queueId(), sent, took);
        }
        call.print("Avg RT: %s%n", average(total, amount));
    }

    /// Not a number when there was only the first.
    private static String average(long totalMillis, int amount) {
        return String.format("%.2f", (double) totalMillis / (amount - 1));
    }

    private static boolean isSent(Call call, MessageQueue queue, Message message) {
        try {
            call.admin().messages().send(GROUP, queue, message);
            return true;
        } catch (SkylarkException failed) {
            return false;
        }
    }

    /// Sends to the topics that have the brokers' names, again and again.
    static void measureClusters(Call call) {
        Options options = call.options();
        boolean log = options.flag("p", false);
        if (!log) {
            call.print("%-24s  %-24s  %-4s  %-8s  %-8s%n",
                    "#Cluster Name", "#Broker Name", "#RT", "#successCount", "#failCount");
        }
        do {
            Map<String, BrokerData> brokers = new TreeMap<>(call.brokers().all().brokerAddrTable());
            for (String cluster : clusters(call)) {
                brokers.values().stream()
                        .filter(broker -> broker.cluster().equals(cluster))
                        .forEach(broker -> measureBroker(call, cluster, broker.brokerName(), log));
            }
            call.out().flush();
        } while (BrokerCommands.waited(options.number("i", SECONDS)));
    }

    private static List<String> clusters(Call call) {
        List<String> all = List.copyOf(call.brokers().clusterNames());
        if (!call.options().has("c")) {
            return all;
        }
        String wanted = call.options().need("c");
        if (!all.contains(wanted)) {
            call.print("cluster [%s] not exist", wanted);
            return List.of();
        }
        return List.of(wanted);
    }

    private static void measureBroker(Call call, String cluster, String broker, boolean log) {
        int amount = call.options().count("a", MESSAGES);
        MessageQueue queue = new MessageQueue(broker, broker, 0);
        Message message = Message.of(broker, body(call, BODY_BYTES));
        int sent = 0;
        long total = 0;
        for (int i = 0; i < amount; i++) {
            long began = System.nanoTime();
            sent += isSent(call, queue, message) ? 1 : 0;
            total += i == 0 ? 0 : millisSince(began);
        }
        String average = average(total, amount);
        if (log) {
            call.print("%s|%s|%s|%s|%s%n", call.times().seconds(call.clock().millis()),
                    call.options().text("m", "noname"), cluster, broker, Math.round(Double.parseDouble(average)));
        } else {
            call.print("%-24s  %-24s  %-8s  %-16s  %-16s%n", cluster, broker, average, sent, amount - sent);
        }
    }
}
