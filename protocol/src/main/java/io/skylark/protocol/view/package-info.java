/// Headers of the busiest conversations, read and written in place: no map, no string, no object for a message.
///
/// Everything here does what [io.skylark.protocol.CommandCodec] does for the plain case, and says so when a header is not
/// plain: the caller then takes the general way. Entry classes: [HeaderView] reads, [AnswerWriter] writes. Each object is
/// owned by one thread.
@NullMarked
package io.skylark.protocol.view;

import org.jspecify.annotations.NullMarked;
