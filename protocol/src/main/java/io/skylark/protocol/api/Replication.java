package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a master and its slaves are.
public final class Replication {
    /// The answer's body is [State].
    public static final Api<Empty, Empty> STATE = Api.of(907, Empty.class, Empty.class);

    /// Tells a slave how far its master has flushed; a master has nothing to do with it.
    public static final Api<Reset, Empty> RESET_FLUSH = Api.of(908, Reset.class, Empty.class);

    private Replication() {}

    public record Reset(@Nullable Long masterFlushOffset) implements RequestHeader {}

    /// `masterCommitLogMaxOffset` is where the log ends.
    public record State(
            boolean master,
            long masterCommitLogMaxOffset,
            int inSyncSlaveNums,
            List<Slave> haConnectionInfo,
            Follower haClientRuntimeInfo) {}

    /// A slave as its master sees it.
    public record Slave(
            String addr,
            long slaveAckOffset,
            long diff,
            boolean inSync,
            long transferredByteInSecond,
            long transferFromWhere) {}

    /// What a broker does as a slave; all 0 on a master.
    public record Follower(
            @Nullable String masterAddr,
            long transferredByteInSecond,
            long maxOffset,
            long lastReadTimestamp,
            long lastWriteTimestamp,
            long masterFlushOffset,
            boolean activated) {
        public static final Follower NONE = new Follower(null, 0, 0, 0, 0, 0, false);
    }
}
