/// Official clients under load, each in a process of its own.
///
/// Entry classes: [RocketMqSend] and [KafkaSend], which must use nothing but their client, HdrHistogram and the JDK:
/// nothing else of ours is on their class path. As many threads as asked for, each owns a histogram.
@NullMarked
package io.skylark.bench.official;

import org.jspecify.annotations.NullMarked;
