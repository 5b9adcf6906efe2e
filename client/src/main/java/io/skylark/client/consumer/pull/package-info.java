/// Receiving messages by asking for them: as a member of a group, or as a reader that leaves nothing behind.
///
/// Entry class: [TopicReader]. What is here belongs to the thread that calls it, unless it says otherwise.
@NullMarked
package io.skylark.client.consumer.pull;

import org.jspecify.annotations.NullMarked;
