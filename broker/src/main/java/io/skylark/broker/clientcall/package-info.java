/// Passes on what tools ask of consumers. Entry class: [ClientCallHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.clientcall;

import org.jspecify.annotations.NullMarked;
