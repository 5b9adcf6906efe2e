/// JSON bodies that several conversations share. Component names are the names on the wire.
@NullMarked
package io.skylark.protocol.body;

import org.jspecify.annotations.NullMarked;
