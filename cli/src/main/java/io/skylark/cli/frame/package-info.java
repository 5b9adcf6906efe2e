/// What the commands of all nouns have in common: which cluster, in which form they print, what they ask before they
/// destroy, how they fail.
///
/// Entry classes: [Cluster], [Output] and [Columns]. Each object belongs to one command on the main thread.
@NullMarked
package io.skylark.cli.frame;

import org.jspecify.annotations.NullMarked;
