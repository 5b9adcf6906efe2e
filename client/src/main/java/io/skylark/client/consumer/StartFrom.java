package io.skylark.client.consumer;

import io.skylark.protocol.body.ConsumeFrom;
import java.time.Instant;
import java.util.Objects;

/// Where a group begins that has no stored offset in a queue. All but [#STANDARD] count exactly, with brokers of
/// Skylark and of RocketMQ from 5.0 on. Older ones say that every group that is new to a queue left off at offset 0, as
/// long as the queue's first message is there and young enough to be in memory; the group then begins with it, whatever
/// is said here.
public final class StartFrom {
    /// As consumers of RocketMQ that say nothing: with the oldest message of a queue that is young, so that a new group
    /// on a new topic misses nothing; else with the next message to come. The broker says which it is.
    public static final StartFrom STANDARD = new StartFrom(ConsumeFrom.CONSUME_FROM_LAST_OFFSET, Instant.EPOCH, false);

    /// With the oldest message there is.
    public static final StartFrom FIRST = new StartFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET, Instant.EPOCH, true);

    /// With the next message to come after a consumer took up the queue, a moment after its start. That is also so of a
    /// queue that the topic gets later: what came to it before is passed over.
    public static final StartFrom LAST = new StartFrom(ConsumeFrom.CONSUME_FROM_LAST_OFFSET, Instant.EPOCH, true);

    private final ConsumeFrom where;
    private final Instant time;
    private final boolean exact;

    private StartFrom(ConsumeFrom where, Instant time, boolean exact) {
        this.where = where;
        this.time = time;
        this.exact = exact;
    }

    /// With the first message stored at or after a time.
    public static StartFrom time(Instant time) {
        return new StartFrom(ConsumeFrom.CONSUME_FROM_TIMESTAMP, Objects.requireNonNull(time, "time"), true);
    }

    /// Internal to the client.
    public ConsumeFrom where() {
        return where;
    }

    /// Internal to the client.
    public Instant time() {
        return time;
    }

    /// Internal to the client: whether the broker's opinion of young queues does not count.
    public boolean isExact() {
        return exact;
    }

    @Override
    public String toString() {
        if (!exact) {
            return "STANDARD";
        }
        return where == ConsumeFrom.CONSUME_FROM_TIMESTAMP ? where + " " + time : where.name();
    }
}
