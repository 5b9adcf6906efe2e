package io.skylark.client.consumer.push;

/// What a listener says of the messages it got.
public enum ConsumeOutcome {
    /// Done with; the group does not get them again.
    SUCCESS,

    /// Not done; the group gets them again after a while, each attempt later than the one before.
    RETRY_LATER
}
