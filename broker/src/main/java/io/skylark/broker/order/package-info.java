/// Queue locks for ordered consumption. Entry class: [OrderHandlers], on the event loops.
@NullMarked
package io.skylark.broker.order;

import org.jspecify.annotations.NullMarked;
