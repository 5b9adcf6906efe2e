package io.skylark.bench.storage;

import io.skylark.bench.load.Interval;
import io.skylark.log.LogConfig;
import java.time.Duration;

/// How large and how long everything is.
///
/// @param interval of each measurement under load
/// @param segmentBytes of the log, in this process and in the server
/// @param proposers threads that append
/// @param recoveryBytes of log before the crash
/// @param oldBytes of log that a reader catches up with
/// @param rate messages a second of the tail
/// @param restarts of which the median is taken
public record Scale(Interval interval, long segmentBytes, int proposers, long recoveryBytes, long oldBytes, double rate,
        int topics, int queuesPerTopic, int restarts) {
    public static final int MESSAGE_BYTES = 1024;

    public Scale {
        if (proposers < 1 || recoveryBytes < 1 || oldBytes < 1 || !(rate > 0) || topics < 2 || queuesPerTopic < 1
                || restarts < 1) {
            throw new IllegalArgumentException("nothing can be measured with " + proposers + " proposers, "
                    + recoveryBytes + " and " + oldBytes + " bytes, " + rate + " messages a second, " + topics
                    + " topics of " + queuesPerTopic + " queues, " + restarts + " restarts");
        }
    }

    /// The log as the server configures it.
    LogConfig log() {
        LogConfig base = segmentBytes <= LogConfig.dev().segmentBytes() ? LogConfig.dev() : LogConfig.server();
        return base.withSegmentBytes(segmentBytes);
    }

    Duration measured() {
        return interval.measured();
    }
}
