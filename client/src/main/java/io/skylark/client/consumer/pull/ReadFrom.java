package io.skylark.client.consumer.pull;

/// Where a [TopicReader] begins.
public enum ReadFrom {
    /// With the oldest message there is.
    EARLIEST,

    /// With the next message to come.
    LATEST
}
