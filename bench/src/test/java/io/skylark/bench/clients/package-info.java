/// Tests of the comparison of clients.
@NullMarked
package io.skylark.bench.clients;

import org.jspecify.annotations.NullMarked;
