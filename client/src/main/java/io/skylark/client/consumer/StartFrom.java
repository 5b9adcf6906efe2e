package io.skylark.client.consumer;

import io.skylark.protocol.body.ConsumeFrom;
import java.time.Instant;

/// Where a group begins that has no stored offset in a queue. RocketMQ brokers say that a group that is new to a queue
/// left off at offset 0, as long as the queue's first message is there and young enough to be in memory; the group then
/// begins with it, whatever is said here.
public final class StartFrom {
    /// With the oldest message there is.
    public static final StartFrom FIRST = new StartFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET, Instant.EPOCH);

    /// With the next message to come.
    public static final StartFrom LAST = new StartFrom(ConsumeFrom.CONSUME_FROM_LAST_OFFSET, Instant.EPOCH);

    private final ConsumeFrom where;
    private final Instant time;

    private StartFrom(ConsumeFrom where, Instant time) {
        this.where = where;
        this.time = time;
    }

    /// With the first message stored at or after a time.
    public static StartFrom time(Instant time) {
        return new StartFrom(ConsumeFrom.CONSUME_FROM_TIMESTAMP, time);
    }

    /// Internal to the client.
    public ConsumeFrom where() {
        return where;
    }

    /// Internal to the client.
    public Instant time() {
        return time;
    }

    @Override
    public String toString() {
        return where == ConsumeFrom.CONSUME_FROM_TIMESTAMP ? where + " " + time : where.name();
    }
}
