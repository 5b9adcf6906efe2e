/// Queue locks for ordered consumption. Entry class: [OrderHandlers], on the event loops; the table of locks is changed by
/// them and by the log-applier.
@NullMarked
package io.skylark.broker.order;

import org.jspecify.annotations.NullMarked;
