package io.skylark.client.admin;

import java.util.List;

/// How far a group is.
///
/// @param queues in their order
public record GroupProgress(String group, List<QueueLag> queues) {
    /// Messages to go in all queues.
    public long lag() {
        return queues.stream().mapToLong(QueueLag::lag).sum();
    }
}
