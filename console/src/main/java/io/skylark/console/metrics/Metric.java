package io.skylark.console.metrics;

import java.util.Arrays;
import java.util.List;

/// Every metric: its name, as RocketMQ 5 exposes it, and what it says. Where that is not what RocketMQ says, the text of the
/// metric tells.
public enum Metric {
    MESSAGES_IN(Kind.COUNTER, "rocketmq_messages_in_total",
            "Messages that got into a queue of the topic. Delayed messages and those of transactions count when they do,"
                    + " not when they are sent."),
    THROUGHPUT_IN(Kind.COUNTER, "rocketmq_throughput_in_total", "Stored bytes of these messages."),
    MESSAGE_SIZE(Kind.HISTOGRAM, "rocketmq_message_size",
            "Stored sizes of the messages of a topic. message_type is that of the topic, not of each message."),
    MESSAGES_OUT(Kind.COUNTER, "rocketmq_messages_out_total", "Messages that a group got."),
    THROUGHPUT_OUT(Kind.COUNTER, "rocketmq_throughput_out_total", "Stored bytes of these messages."),
    SEND_TO_DLQ(Kind.COUNTER, "rocketmq_send_to_dlq_messages_total", "Messages that a group could not process."),
    RPC_LATENCY(Kind.HISTOGRAM, "rocketmq_rpc_latency_milliseconds",
            "Time from reading a request until its answer was handed to the connection."),
    COMMIT_MESSAGES(Kind.COUNTER, "rocketmq_commit_messages_total", "Transactions that were committed."),
    ROLLBACK_MESSAGES(Kind.COUNTER, "rocketmq_rollback_messages_total",
            "Transactions that were rolled back. Without a topic: it is not read for that."),
    FINISH_LATENCY(Kind.HISTOGRAM, "rocketmq_finish_message_latency_milliseconds",
            "How long transactions were undecided, in seconds, whatever the name says, as in RocketMQ. From the moment"
                    + " when the half message was stored; without a topic."),
    HALF_MESSAGES(Kind.GAUGE, "rocketmq_half_messages", "Transactions without a decision, of all topics."),
    DELAY_LATENCY(Kind.HISTOGRAM, "rocketmq_delay_message_latency_seconds",
            "How long messages asked to wait; of all topics."),
    TIMER_ENQUEUE_LAG(Kind.GAUGE, "rocketmq_timer_enqueue_lag",
            "Always 0: a delayed message waits from the moment it is stored."),
    TIMER_ENQUEUE_LATENCY(Kind.GAUGE, "rocketmq_timer_enqueue_latency_milliseconds", "Always 0, see the lag."),
    TIMER_DEQUEUE_LAG(Kind.GAUGE, "rocketmq_timer_dequeue_lag",
            "1 while a message that is due is not in its queue yet, 0 otherwise; RocketMQ counts them."),
    TIMER_DEQUEUE_LATENCY(Kind.GAUGE, "rocketmq_timer_dequeue_latency_milliseconds",
            "How long the message is due that should have been in its queue first."),
    TIMING_MESSAGES(Kind.GAUGE, "rocketmq_timing_messages", "Messages that wait for their time, of all topics."),
    TIMER_ENQUEUE(Kind.COUNTER, "rocketmq_timer_enqueue_total", "Messages that began to wait for their time."),
    TIMER_DEQUEUE(Kind.COUNTER, "rocketmq_timer_dequeue_total", "Messages that got into their queue in time."),
    CONSUMER_LAG(Kind.GAUGE, "rocketmq_consumer_lag_messages",
            "Messages that a group has not acknowledged, those included that its filter leaves out."),
    CONSUMER_LAG_LATENCY(Kind.GAUGE, "rocketmq_consumer_lag_latency_milliseconds",
            "Age of the oldest message that a group has not acknowledged; 0 when there is none."),
    CONSUMER_INFLIGHT(Kind.GAUGE, "rocketmq_consumer_inflight_messages",
            "Messages that a group popped and did not acknowledge, or pulled since the broker started and did not commit."),
    CONSUMER_QUEUEING_LATENCY(Kind.GAUGE, "rocketmq_consumer_queueing_latency_milliseconds",
            "Age of the oldest message that a group has not got; 0 when there is none."),
    CONSUMER_READY(Kind.GAUGE, "rocketmq_consumer_ready_messages", "Messages that a group has not got."),
    PRODUCER_CONNECTIONS(Kind.GAUGE, "rocketmq_producer_connections", "Connected producers."),
    CONSUMER_CONNECTIONS(Kind.GAUGE, "rocketmq_consumer_connections", "Connected consumers."),
    PROCESSOR_WATERMARK(Kind.GAUGE, "rocketmq_processor_watermark",
            "Requests that wait. Here only pulls of messages that are not in memory do, for a reader of the disk."),
    BROKER_PERMISSION(Kind.GAUGE, "rocketmq_broker_permission", "2 write, 4 read, 6 both."),
    TOPIC_NUMBER(Kind.GAUGE, "rocketmq_topic_number", "Topics, those of the system included."),
    GROUP_NUMBER(Kind.GAUGE, "rocketmq_consumer_group_number", "Consumer groups, those of tools included."),
    STORAGE_SIZE(Kind.GAUGE, "rocketmq_storage_size_bytes", "Size of the log."),
    FLUSH_BEHIND(Kind.GAUGE, "rocketmq_storage_flush_behind_bytes", "Bytes that are written and not forced to the disk."),
    DISPATCH_BEHIND(Kind.GAUGE, "rocketmq_storage_dispatch_behind_bytes",
            "Bytes that are written and not in their queues yet."),
    RESERVE_TIME(Kind.GAUGE, "rocketmq_storage_message_reserve_time_milliseconds", "Age of the oldest message."),
    POP_CHECKPOINTS(Kind.GAUGE, "rocketmq_pop_checkpoint_buffer_size",
            "Messages that were popped and not acknowledged, by all groups."),
    POP_REVIVE_IN(Kind.COUNTER, "rocketmq_pop_revive_in_message_total",
            "ck: messages that were popped; ack: messages that were acknowledged. There is no revive topic here."),
    DISK_WRITABLE(Kind.GAUGE, "skylark_storage_accepts_messages",
            "1, or 0 while messages are refused because the disk is full or the log has failed.");

    enum Kind { COUNTER, GAUGE, HISTOGRAM }

    private static final String TOTAL = "_total";

    private final Kind kind;
    private final String exposed;
    private final String help;

    Metric(Kind kind, String exposed, String help) {
        this.kind = kind;
        this.exposed = exposed;
        this.help = help;
    }

    Kind kind() {
        return kind;
    }

    /// The name without what its kind adds.
    String base() {
        return kind == Kind.COUNTER ? exposed.substring(0, exposed.length() - TOTAL.length()) : exposed;
    }

    String help() {
        return help;
    }

    /// The names under which series of this metric are stored.
    List<String> seriesNames() {
        return kind == Kind.HISTOGRAM
                ? List.of(exposed + "_bucket", exposed + "_count", exposed + "_sum")
                : List.of(exposed);
    }

    /// The names of all series, for those who write queries.
    public static List<String> allSeriesNames() {
        return Arrays.stream(values()).flatMap(metric -> metric.seriesNames().stream()).toList();
    }
}
