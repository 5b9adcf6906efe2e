package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.PullFrames;
import io.skylark.protocol.ResponseCode;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Catch-up reading: every queue of a topic has one pull in flight, from its first message to its last, and then from
/// the first again.
public final class PullLoad implements Workload {
    private static final byte[] NEXT_OFFSET = Answer.key("nextBeginOffset");

    private final Plan plan;
    private final PullFrames frames;
    private final Tally tally;
    private final QueueCursors cursors;
    /// The queues that hold something.
    private final int[] queues;
    private final boolean chosen;
    private List<Link> links = List.of();
    private boolean pulling = true;

    /// What is read.
    ///
    /// @param from offset of each queue's first message
    /// @param to offset behind each queue's last message
    /// @param oneIn the expression chooses the first of so many messages, by the sequence in their stamps; 1 for all
    public record Plan(InetSocketAddress broker, PullFrames.Shape shape, long[] from, long[] to, int connections,
            int oneIn) {
        public Plan(InetSocketAddress broker, PullFrames.Shape shape, long[] from, long[] to, int connections) {
            this(broker, shape, from, to, connections, 1);
        }
    }

    /// @throws IllegalArgumentException when all queues are empty
    public PullLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.frames = new PullFrames(plan.shape());
        this.tally = tally;
        this.chosen = plan.oneIn() > 1;
        this.cursors = new QueueCursors(plan.from(), plan.oneIn(), tally);
        this.queues = IntStream.range(0, plan.from().length)
                .filter(queue -> plan.from()[queue] < plan.to()[queue])
                .toArray();
        if (queues.length == 0) {
            throw new IllegalArgumentException(
                    "topic " + plan.shape().topic() + " is empty: there is nothing to catch up with");
        }
    }

    @Override
    public List<LinkPlan> links() {
        int connections = Math.min(plan.connections(), queues.length);
        int window = Math.ceilDiv(queues.length, connections);
        return Collections.nCopies(connections, new LinkPlan(plan.broker(), window, frames.maxBytes()));
    }

    @Override
    public void start(List<Link> opened, long now) {
        links = opened;
        for (int i = 0; i < queues.length; i++) {
            pull(links.get(i % links.size()), queues[i], now);
        }
    }

    @Override
    public long tick(long now) {
        return NEVER;
    }

    private void pull(Link link, int queue, long now) {
        frames.write(link.output(), link.claim(now, queue), queue, cursors.next(queue));
    }

    @Override
    public void answered(Link link, int queue, long time, Answer answer, long now) {
        if (answer.code() == ResponseCode.SUCCESS) {
            int count = cursors.take(answer, queue, Arrived.Visitor.NONE);
            tally.answered(count, cursors.bodyBytes());
            tally.latency(time, now);
        } else if (chosen && answer.code() == ResponseCode.PULL_RETRY_IMMEDIATELY) {
            // Nothing up to there that the expression chooses: as a rule the last message of the queue.
            cursors.seek(queue, Math.max(cursors.next(queue) + 1, answer.decimal(NEXT_OFFSET)));
        } else {
            tally.failed("pull: " + answer.describe());
        }
        if (cursors.next(queue) >= plan.to()[queue]) {
            cursors.seek(queue, plan.from()[queue]);
        }
        if (pulling) {
            pull(link, queue, now);
        }
    }

    @Override
    public void end(long now) {
        pulling = false;
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
