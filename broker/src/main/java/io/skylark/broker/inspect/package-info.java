/// Messages are looked up by id and by key. Entry class: [InspectHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.inspect;

import org.jspecify.annotations.NullMarked;
