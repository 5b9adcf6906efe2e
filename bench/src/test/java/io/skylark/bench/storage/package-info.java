@NullMarked
package io.skylark.bench.storage;

import org.jspecify.annotations.NullMarked;
