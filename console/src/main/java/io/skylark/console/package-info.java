/// What operators and their tools look at over HTTP: metrics and health of a broker. Reads, never changes.
///
/// Entry class: [Console]. Pages are made on virtual threads when they are asked for, from what the broker counts anyway;
/// nothing is kept here.
@NullMarked
package io.skylark.console;

import org.jspecify.annotations.NullMarked;
