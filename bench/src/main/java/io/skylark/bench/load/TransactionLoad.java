package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.CommitFrames;
import io.skylark.bench.frame.SendFrames;
import io.skylark.protocol.ResponseCode;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;

/// Transactions: a half message, and when that is stored, its commit. Every window is kept full; a latency runs from
/// the half message until the commit is answered.
public final class TransactionLoad implements Workload {
    private static final byte[] OFFSET = Answer.key("queueOffset");
    private static final byte[] MESSAGE_ID = Answer.key("msgId");

    private final Plan plan;
    private final SendFrames halves;
    private final CommitFrames commits;
    private final Tally tally;
    private List<Link> links = List.of();
    private boolean sending = true;
    /// Also the tag of a half message; that of its commit is the complement, which is below zero.
    private int sequence;

    /// What is sent by how many connections.
    ///
    /// @param shape of half messages, one in each request
    /// @param window transactions on each connection
    /// @param run marks the messages as ours
    public record Plan(InetSocketAddress broker, SendFrames.Shape shape, int connections, int window, long run) {
        public Plan {
            if (shape.batch() != 1 || shape.topics() != 1) {
                throw new IllegalArgumentException("a half message comes alone, to one topic: " + shape);
            }
        }
    }

    public TransactionLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
        halves = new SendFrames(plan.shape());
        commits = new CommitFrames(plan.shape().topic());
    }

    @Override
    public List<LinkPlan> links() {
        return Collections.nCopies(plan.connections(), new LinkPlan(
                plan.broker(), plan.window(), Math.max(halves.maxBytes(), commits.maxBytes())));
    }

    @Override
    public void start(List<Link> opened, long now) {
        links = opened;
        for (int i = 0; i < plan.window(); i++) {
            for (Link link : links) {
                begin(link, now);
            }
        }
    }

    @Override
    public long tick(long now) {
        return NEVER;
    }

    private void begin(Link link, long now) {
        int opaque = link.claim(now, sequence);
        halves.write(link.output(), opaque, sequence % plan.shape().queues(), plan.run(), sequence, now);
        sequence = sequence + 1 & Integer.MAX_VALUE;
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        if (answer.code() != ResponseCode.SUCCESS) {
            tally.failed((tag < 0 ? "commit: " : "half message: ") + answer.describe());
        } else if (tag < 0) {
            tally.answered(1, plan.shape().bodyBytes());
            tally.latency(time, now);
        } else {
            int opaque = link.claim(time, ~tag);
            commits.write(link.output(), opaque, answer.decimal(OFFSET), answer.hexadecimal(MESSAGE_ID),
                    plan.run(), tag);
            return;
        }
        if (sending) {
            begin(link, now);
        }
    }

    @Override
    public void end(long now) {
        sending = false;
    }

    @Override
    public boolean drained() {
        return missing() == 0;
    }

    @Override
    public long missing() {
        return links.stream().mapToLong(Link::unanswered).sum();
    }
}
