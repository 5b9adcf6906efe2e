/// The remoting protocol as data: frames, both header forms, and what they share. No I/O, no threads.
///
/// Entry classes: [Command] and [CommandCodec]. `header` maps records to header fields, `json` is the JSON dialect of
/// bodies and headers, `api` has one file per conversation, `body` the JSON bodies that several conversations share.
@NullMarked
package io.skylark.protocol;

import org.jspecify.annotations.NullMarked;
