package io.skylark.broker.pop;

/// A queue as one group consumes it.
record PopKey(String group, String topic, int queueId) {}
