/// The `skylark` command as a client of a cluster, and as a reader of the files of a broker: nouns, verbs, exit codes.
///
/// Entry class: [SkylarkCommand]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli;

import org.jspecify.annotations.NullMarked;
