/// `skylark check ...` for monitoring, `skylark doctor` for people.
///
/// Entry classes: [CheckVerbs] and [DoctorCommand]. One command runs on the main thread and ends.
@NullMarked
package io.skylark.cli.health;

import org.jspecify.annotations.NullMarked;
