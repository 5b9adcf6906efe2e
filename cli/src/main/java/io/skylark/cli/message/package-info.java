/// `skylark message ...`, and the messages that wait apart: `dlq`, `delay` and `tx`.
///
/// Entry class: [MessageVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.message;

import org.jspecify.annotations.NullMarked;
