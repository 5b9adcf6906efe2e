/// One file per conversation: its code, the fields of its request and of its response, and its body if it has one.
@NullMarked
package io.skylark.protocol.api;

import org.jspecify.annotations.NullMarked;
