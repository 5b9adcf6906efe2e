/// What all consumers share in their settings: filters, where to begin, how queues are shared, where offsets are kept.
///
/// The consumers are in the packages below: `push` calls a listener, `pull` is asked for messages, `simple` takes
/// single messages for a while. Everything here is immutable or says how it is shared.
@NullMarked
package io.skylark.client.consumer;

import org.jspecify.annotations.NullMarked;
