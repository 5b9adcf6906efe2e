/// SQL92 expressions over the properties of messages: a text is compiled once, then evaluated for each message.
///
/// Entry class: [SqlFilter]. Everything is immutable once compiled, and may be used by any thread.
@NullMarked
package io.skylark.message.filter;

import org.jspecify.annotations.NullMarked;
