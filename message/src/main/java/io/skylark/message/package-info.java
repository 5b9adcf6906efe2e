/// One message and its bytes: the stored layout, properties, tags, message ids and flags.
///
/// Entry classes: [MessageLayout] for reading a stored message in place, [MessageDraft] for writing one,
/// [StoredMessage] for a decoded copy. Everything here is immutable or static; no thread owns it.
@NullMarked
package io.skylark.message;

import org.jspecify.annotations.NullMarked;
