/// Live state that is gone with the process: who is connected, and what they subscribe to.
///
/// Entry class: [ConsumerRegistry]. Shared: concurrent maps, changes of one group under that group's lock.
@NullMarked
package io.skylark.broker.registry;

import org.jspecify.annotations.NullMarked;
