/// `skylark namesrv ...`
///
/// Entry class: [NameServerVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.namesrv;

import org.jspecify.annotations.NullMarked;
