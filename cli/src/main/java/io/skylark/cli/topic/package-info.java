/// `skylark topic ...`
///
/// Entry class: [TopicVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.topic;

import org.jspecify.annotations.NullMarked;
