/// Our processes as a shell sees them: what they print, how they end, what they say when they cannot start.
///
/// Entry class: [TutorialTest]. Only for Skylark, not for the oracle.
@NullMarked
package io.skylark.conformance.process;

import org.jspecify.annotations.NullMarked;
