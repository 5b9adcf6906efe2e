/// Receiving messages: as a member of a group, or as a reader that leaves nothing behind.
///
/// Entry classes: [PushConsumer] and [TopicReader]. Of a push consumer three kinds of threads work: the coordinator
/// owns the pull loops, the rebalancer the assignment of queues, the consume threads call the listener.
@NullMarked
package io.skylark.client.consumer;

import org.jspecify.annotations.NullMarked;
