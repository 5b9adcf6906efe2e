/// Consumers that call a listener: as a member of a group that shares the messages, in order or not, or with every
/// member getting all of them.
///
/// Entry class: [PushConsumer]. Its consume threads call the listener; they are [Workers] for all queues together, or
/// take one queue at a time each in [OrderedDeliveries].
@NullMarked
package io.skylark.client.consumer.push;

import org.jspecify.annotations.NullMarked;
