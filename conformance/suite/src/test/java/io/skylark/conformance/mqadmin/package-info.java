/// The official `mqadmin` of several versions, and ours, against a server: each command of a script, its output compared
/// with what Apache RocketMQ 5.5.0 makes it print.
///
/// Entry class: [MqadminTest]; the script and the recorded transcripts are resources of this package. What the
/// rocketmq-exporter reads is read as it does by [ExporterTest].
@NullMarked
package io.skylark.conformance.mqadmin;

import org.jspecify.annotations.NullMarked;
