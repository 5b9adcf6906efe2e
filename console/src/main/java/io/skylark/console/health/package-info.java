/// Whether a broker lives, has started, and is ready.
///
/// Entry class: [HealthPages].
@NullMarked
package io.skylark.console.health;

import org.jspecify.annotations.NullMarked;
