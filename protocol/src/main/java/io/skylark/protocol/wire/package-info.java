/// How records stand for what is on the wire. Entry class: [RecordShape]. Immutable.
@NullMarked
package io.skylark.protocol.wire;

import org.jspecify.annotations.NullMarked;
