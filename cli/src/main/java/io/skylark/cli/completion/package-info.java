/// `skylark completion`: what shells ask while a user types.
///
/// Entry class: [CompletionCommand]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.completion;

import org.jspecify.annotations.NullMarked;
