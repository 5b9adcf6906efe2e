/// Heartbeats, membership and its notification. Entry class: [SessionHandlers].
@NullMarked
package io.skylark.broker.session;

import org.jspecify.annotations.NullMarked;
