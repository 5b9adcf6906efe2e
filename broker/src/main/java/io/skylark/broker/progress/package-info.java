/// How far groups are, for tools. Entry class: [ProgressHandlers], on virtual threads: store times may have to come from the
/// disk.
@NullMarked
package io.skylark.broker.progress;

import org.jspecify.annotations.NullMarked;
