/// Consumer groups on request.
///
/// Entry class: [GroupHandlers]. Runs on virtual threads.
@NullMarked
package io.skylark.broker.group;

import org.jspecify.annotations.NullMarked;
