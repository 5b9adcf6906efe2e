package io.skylark.broker.send;

import io.skylark.net.RpcSeries;
import io.skylark.net.RpcTimes;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;

/// How long plain sends took until they were stored. What is stored together took until the same moment, so that the clock
/// is looked at once for all of a round. Owned by the log-applier, except for refusals.
public final class SendTimes {
    private final RpcTimes times;
    private final RpcSeries batches;
    private final RpcSeries letters;
    private final RpcSeries names;
    private long now;
    private boolean known;

    public SendTimes(RpcTimes times) {
        this.times = times;
        names = times.series(SendMessage.V1, ResponseCode.SUCCESS);
        letters = times.series(SendMessage.V2, ResponseCode.SUCCESS);
        batches = times.series(SendMessage.BATCH, ResponseCode.SUCCESS);
    }

    /// @param arrived when the request was read
    void stored(int code, long arrived) {
        if (!known) {
            now = times.now();
            known = true;
        }
        RpcSeries series = switch (code) {
            case SendMessage.V2 -> letters;
            case SendMessage.BATCH -> batches;
            default -> names;
        };
        series.record(now - arrived);
    }

    /// Any thread.
    void refused(int code, int answer, long arrived) {
        times.series(code, answer).record(times.now() - arrived);
    }

    /// What is stored next is stored later.
    public void roundApplied() {
        known = false;
    }
}
