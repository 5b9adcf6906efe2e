/// Settings of a client and of its connections.
///
/// Entry class: [ClientConfig]. Immutable.
@NullMarked
package io.skylark.client.config;

import org.jspecify.annotations.NullMarked;
