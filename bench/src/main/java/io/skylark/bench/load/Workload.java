package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import java.util.List;

/// What is asked, and what the answers mean. Called by the loop's thread only.
public interface Workload {
    /// Nothing is due before an answer arrives.
    long NEVER = Long.MAX_VALUE;

    /// The connections that the loop is to open, in order.
    List<LinkPlan> links();

    /// All connections stand: the first requests go out.
    void start(List<Link> links, long now);

    /// Sends what is due.
    ///
    /// @return when to be called again at the latest, or [#NEVER]
    long tick(long now);

    /// An answer to the request that was sent with `tag` and `time`. Unless the run is ending, more may be sent.
    void answered(Link link, int tag, long time, Answer answer, long now);

    /// Whether the work is done before its time.
    default boolean finished() {
        return false;
    }

    /// The measured interval is over: no more requests, except what [#drained()] needs.
    void end(long now);

    /// Whether nothing is left to wait for.
    boolean drained();

    /// What was asked for and has not come, when the run is over.
    long missing();
}
