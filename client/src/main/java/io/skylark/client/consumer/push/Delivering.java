package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.PullLoop;

/// Takes what was pulled to the listener.
interface Delivering extends PullLoop.Sink, AutoCloseable {
    /// The listener gets nothing more.
    void stop();

    /// As [#stop()]; comes back when the listener has ended what it began, or its time for that is over.
    @Override
    void close();
}
