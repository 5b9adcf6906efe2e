package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import java.util.List;

/// What a broker still has to do before it can be stopped for good; the answer's body is [Left]. A conversation of
/// ours, see [OwnCodes].
public final class Remainder {
    public static final Api<Empty, Empty> API = Api.of(OwnCodes.REMAINDER, Empty.class, Empty.class);

    private Remainder() {}

    /// @param takesMessages whether producers may send: nothing is being drained then
    /// @param refusesInMillis how long sends that still come are taken, 0 when they are refused
    /// @param messages those that groups have not consumed, each counted once for each group
    /// @param attended those of groups that have members now
    /// @param openTransactions transactions without a decision
    /// @param delayed messages that wait for their time
    /// @param groups who has not consumed what, the most first; those of a long list that have the least are left out
    public record Left(
            boolean takesMessages,
            long refusesInMillis,
            long messages,
            long attended,
            long openTransactions,
            long delayed,
            List<Behind> groups) {}

    /// @param members how many the group has now
    public record Behind(String group, String topic, long messages, int members) {}
}
