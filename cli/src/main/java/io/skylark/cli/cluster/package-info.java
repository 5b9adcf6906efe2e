/// `skylark cluster ...`
///
/// Entry class: [ClusterVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.cluster;

import org.jspecify.annotations.NullMarked;
