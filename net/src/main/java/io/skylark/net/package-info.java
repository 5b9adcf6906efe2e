/// Listeners and connections: bytes become requests, requests reach their handlers, answers go back.
///
/// Entry classes: [NetServer] to listen, [Dialer] to call others. Event loops own the connections; conversations that
/// may block run on virtual threads.
@NullMarked
package io.skylark.net;

import org.jspecify.annotations.NullMarked;
