/// One message and its bytes.
@NullMarked
package io.skylark.message;

import org.jspecify.annotations.NullMarked;
