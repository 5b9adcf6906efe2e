/// `mqadmin NAME OPTIONS`: the administration tool of RocketMQ, with its names, options, columns and exit codes, on top
/// of the client. `commands.txt` beside this package has names and options, [Actions] what they do; a command is a
/// method of the class of its subject.
///
/// Entry class: [Mqadmin]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.mqadmin;

import org.jspecify.annotations.NullMarked;
