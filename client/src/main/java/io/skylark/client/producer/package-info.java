/// Sending messages.
///
/// Entry class: [Producer]. Shared by all threads of a program; asynchronous results are completed on reader threads.
@NullMarked
package io.skylark.client.producer;

import org.jspecify.annotations.NullMarked;
