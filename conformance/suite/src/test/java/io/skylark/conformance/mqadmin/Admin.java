package io.skylark.conformance.mqadmin;

import java.util.List;
import java.util.Map;

/// The calls that the rocketmq-exporter makes every minute, answered through the decoders of the official tools.
public interface Admin extends AutoCloseable {
    /// 106: addresses of the brokers, by name.
    Map<String, String> brokers();

    /// 206
    List<String> topics();

    /// 300
    List<String> groupsOf(String topic);

    /// 208: maximum and consumed offset of each queue.
    Map<Integer, Place> progress(String group, String topic);

    /// 202: minimum and maximum offset of each queue.
    Map<Integer, Place> offsets(String topic);

    /// 203: the clients of a group.
    List<String> members(String group);

    /// 307: what a client of a group says about itself.
    Map<String, String> runningState(String group, String client);

    /// 201: the groups of a broker.
    List<String> groups(String broker);

    /// 21: the topics of a broker, with the number of their queues to read.
    Map<String, Integer> topicConfigurations(String broker);

    /// 28: the runtime map of a broker.
    Map<String, String> runtime(String broker);

    /// 315: one figure of a broker.
    Figure figure(String broker, String name, String key);

    @Override
    void close();

    /// The ends of a queue, or its end and where a group is.
    record Place(long first, long second, long timestamp) {}

    /// Sums of the last minute, hour and day, and what comes a second in the last minute.
    record Figure(long minute, long hour, long day, double perSecond) {}
}
