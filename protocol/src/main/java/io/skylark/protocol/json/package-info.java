/// The JSON dialect of RocketMQ: standard JSON, and map keys that may be bare numbers or whole objects.
///
/// Entry class: [Json]. Immutable or confined to one call.
@NullMarked
package io.skylark.protocol.json;

import org.jspecify.annotations.NullMarked;
