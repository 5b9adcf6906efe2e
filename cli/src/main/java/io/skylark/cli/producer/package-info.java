/// `skylark producer ...`
///
/// Entry class: [ProducerVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.producer;

import org.jspecify.annotations.NullMarked;
