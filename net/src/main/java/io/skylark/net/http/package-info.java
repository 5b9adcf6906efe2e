/// A small HTTP server for pages that machines read: metrics, health. GET and HEAD only, no bodies in requests, no TLS.
///
/// Entry class: [HttpServer]. Connections belong to event loops; pages are made on virtual threads, few at a time.
@NullMarked
package io.skylark.net.http;

import org.jspecify.annotations.NullMarked;
