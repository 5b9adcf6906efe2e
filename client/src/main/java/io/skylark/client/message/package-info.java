/// Messages as programs see them: what is sent, what was received, message ids and body compression.
///
/// Entry classes: [Message] and [ReceivedMessage]. Immutable.
@NullMarked
package io.skylark.client.message;

import org.jspecify.annotations.NullMarked;
