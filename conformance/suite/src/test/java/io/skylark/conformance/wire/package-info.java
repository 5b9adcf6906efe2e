/// What servers answer to bytes that no official client sends: hand-made frames over plain sockets.
///
/// Entry class: [BadInputTest].
@NullMarked
package io.skylark.conformance.wire;

import org.jspecify.annotations.NullMarked;
