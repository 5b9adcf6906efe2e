/// `skylark store ...`: reads and mends the files of a broker.
///
/// Entry class: [StoreVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.store;

import org.jspecify.annotations.NullMarked;
