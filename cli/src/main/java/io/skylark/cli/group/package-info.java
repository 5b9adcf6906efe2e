/// `skylark group ...`
///
/// Entry class: [GroupVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.group;

import org.jspecify.annotations.NullMarked;
