/// The broker makes itself known to name servers. Entry class: [Registrar], on virtual threads.
@NullMarked
package io.skylark.broker.registration;

import org.jspecify.annotations.NullMarked;
