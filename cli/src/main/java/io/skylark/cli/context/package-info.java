/// `skylark context ...`: clusters by name, in a file of the user.
///
/// Entry class: [ContextVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.context;

import org.jspecify.annotations.NullMarked;
