/// Programs that users of RocketMQ start by class name. Entry class: [ToolMain].
@NullMarked
package io.skylark.cli.tools;

import org.jspecify.annotations.NullMarked;
