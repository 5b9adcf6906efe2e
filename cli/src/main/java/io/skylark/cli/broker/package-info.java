/// `skylark broker ...`
///
/// Entry class: [BrokerVerbs]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.broker;

import org.jspecify.annotations.NullMarked;
