/// Settings of the broker. Immutable.
@NullMarked
package io.skylark.broker.config;

import org.jspecify.annotations.NullMarked;
