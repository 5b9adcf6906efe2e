/// Header fields of requests and responses, declared once as records.
///
/// Entry class: [HeaderCodec]. Immutable.
@NullMarked
package io.skylark.protocol.header;

import org.jspecify.annotations.NullMarked;
