/// Consumers that take single messages for a while: who does not acknowledge a message in time loses it to the group
/// again. The broker knows who has what; members share no queues.
///
/// Entry class: [SimpleConsumer]. Shared by all threads; it has none of its own.
@NullMarked
package io.skylark.client.consumer.simple;

import org.jspecify.annotations.NullMarked;
