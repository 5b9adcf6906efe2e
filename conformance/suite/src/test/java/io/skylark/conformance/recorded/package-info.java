/// The same requests to Apache RocketMQ and to us, answer by answer.
///
/// [RecordedAnswersTest] plays [Script] against our servers and compares the answers with those that RocketMQ 5.5.0 gave, which are
/// kept in a file; `-Dconformance.target=rocketmq -Dconformance.record=FILE` writes that file anew. What differs on purpose is
/// in [KnownDifferences], with the reason.
@NullMarked
package io.skylark.conformance.recorded;

import org.jspecify.annotations.NullMarked;
