/// The same requests to Apache RocketMQ and to Skylark, and what is different in the answers.
///
/// Entry class: [DifferentialTest]; it runs in the profile `differential` only, because it starts both servers.
@NullMarked
package io.skylark.conformance.differential;

import org.jspecify.annotations.NullMarked;
