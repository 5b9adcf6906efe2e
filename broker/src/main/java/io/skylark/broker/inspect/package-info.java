/// Messages are looked up by id, by key and by tag. Entry class: [InspectHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.inspect;

import org.jspecify.annotations.NullMarked;
