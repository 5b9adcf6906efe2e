/// The two programs of the tutorial. Entry classes: [QuickstartProducer] and [QuickstartConsumer].
@NullMarked
package io.skylark.client.example;

import org.jspecify.annotations.NullMarked;
