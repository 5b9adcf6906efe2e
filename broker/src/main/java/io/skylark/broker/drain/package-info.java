/// What is left on a broker that takes no new messages.
///
/// Entry class: [Leftovers]. Keeps nothing; counts when it is asked, on virtual threads and on that of a console.
@NullMarked
package io.skylark.broker.drain;

import org.jspecify.annotations.NullMarked;
