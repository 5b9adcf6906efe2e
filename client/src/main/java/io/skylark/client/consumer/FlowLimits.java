package io.skylark.client.consumer;

/// How much of one queue may be pulled and not yet consumed. Beyond any of these the queue is not pulled.
///
/// @param messages number of messages
/// @param bytes of their bodies
/// @param span from the oldest to the newest of them; offsets behind a message that hangs cannot be committed, and all
///     of them would come again after a crash
public record FlowLimits(int messages, long bytes, long span) {
    /// As RocketMQ consumers have them.
    public static final FlowLimits STANDARD = new FlowLimits(1000, 100L * 1024 * 1024, 2000);

    public FlowLimits {
        if (messages < 1 || bytes < 1 || span < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
