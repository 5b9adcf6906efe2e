package io.skylark.conformance.mqadmin;

import java.util.List;

/// Clients that live while commands look at them, and messages.
public interface Traffic extends AutoCloseable {
    /// Sends messages with the bodies `topic 0`, `topic 1`, …, the keys `key-0`, … and one tag, to the queues in turn.
    List<Sent> send(String topic, int count, String tag);

    /// Starts a producer that writes traces, of the group `traced-producers`, which sends one message. It stays until what it
    /// says is looked for: one that is stopped at once may lose it.
    Sent sendTraced(String topic);

    /// Starts a producer of a group, which sends one message.
    void produce(String group, String topic);

    /// Starts a consumer of a group, which gives back what has the tag `bad`.
    void consume(String group, String topic, String expression);

    /// Stops the clients of a group.
    void stop(String group);

    @Override
    void close();

    /// @param id its unique key
    /// @param storeId its place in the log of its broker, as an id
    record Sent(String id, String storeId) {}
}
