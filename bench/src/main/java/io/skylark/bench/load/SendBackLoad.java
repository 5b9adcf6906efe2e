package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.frame.SendBackFrames;
import io.skylark.message.MessageLayout;
import io.skylark.protocol.ResponseCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Consumers that can use nothing: each reads one queue, over and over, and gives back every message it gets. Every
/// window is kept full; only what was given back counts.
public final class SendBackLoad implements Workload {
    private static final int PULL = 0;
    private static final int BACK = 1;

    private final Plan plan;
    private final PullFrames pulls;
    private final SendBackFrames backs;
    private final Tally tally;
    private final QueueCursors cursors;
    private final List<Consumer> consumers = new ArrayList<>();
    private boolean working = true;

    /// What is read and given back; there is one connection for each queue.
    ///
    /// @param delayLevel how long until the next try
    /// @param from offset of each queue's first message
    /// @param to offset behind each queue's last message
    /// @param window messages on their way back, on each connection
    /// @param bodyBytes of each message
    public record Plan(InetSocketAddress broker, PullFrames.Shape shape, int delayLevel, long[] from, long[] to,
            int window, int bodyBytes) {
        public Plan {
            for (int queue = 0; queue < from.length; queue++) {
                if (from[queue] >= to[queue]) {
                    throw new IllegalArgumentException("queue " + queue + " of " + shape.topic() + " is empty");
                }
            }
        }
    }

    public SendBackLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
        pulls = new PullFrames(plan.shape());
        backs = new SendBackFrames(plan.shape().topic(), plan.shape().group(), plan.delayLevel());
        cursors = new QueueCursors(plan.from(), tally);
    }

    @Override
    public List<LinkPlan> links() {
        // A pull is on its way beside the window.
        return Collections.nCopies(plan.from().length, new LinkPlan(
                plan.broker(), plan.window() + 1, Math.max(pulls.maxBytes(), backs.maxBytes())));
    }

    @Override
    public void start(List<Link> opened, long now) {
        for (Link link : opened) {
            Consumer consumer = new Consumer(link);
            consumers.add(consumer);
            consumer.pull(now);
        }
    }

    @Override
    public long tick(long now) {
        return NEVER;
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        Consumer consumer = consumers.get(link.index());
        if (tag == PULL) {
            consumer.pulled(answer);
        } else if (answer.code() == ResponseCode.SUCCESS) {
            tally.answered(1, plan.bodyBytes());
            tally.latency(time, now);
        } else {
            tally.failed("send-back: " + answer.describe());
        }
        if (working) {
            consumer.work(now);
        }
    }

    /// One connection, the queue it reads, and the positions of messages that it has not given back yet.
    private final class Consumer implements Arrived.Visitor {
        private final Link link;
        private final int queue;
        private final long[] positions;
        private int first;
        private int count;
        private boolean pulling;

        private Consumer(Link link) {
            this.link = link;
            this.queue = link.index();
            this.positions = new long[plan.window() + plan.shape().maxMessages()];
        }

        private void pull(long now) {
            pulling = true;
            pulls.write(link.output(), link.claim(now, PULL), queue, cursors.next(queue));
        }

        private void pulled(Answer answer) {
            pulling = false;
            if (answer.code() == ResponseCode.SUCCESS) {
                cursors.take(answer, queue, this);
            } else {
                tally.failed("pull: " + answer.describe());
            }
            if (cursors.next(queue) >= plan.to()[queue]) {
                cursors.seek(queue, plan.from()[queue]);
            }
        }

        @Override
        public void message(ByteBuffer source, int at) {
            if (count == positions.length) {
                tally.failed("pull: more messages than asked for");
                return;
            }
            positions[(first + count++) % positions.length] = MessageLayout.position(source, at);
        }

        /// Fills the window, and asks for more before nothing is left.
        private void work(long now) {
            while (count > 0 && link.unanswered() - (pulling ? 1 : 0) < plan.window()) {
                backs.write(link.output(), link.claim(now, BACK), positions[first]);
                first = (first + 1) % positions.length;
                count--;
            }
            if (!pulling && count <= plan.window()) {
                pull(now);
            }
        }
    }

    @Override
    public void end(long now) {
        working = false;
    }

    @Override
    public boolean drained() {
        return missing() == 0;
    }

    @Override
    public long missing() {
        return consumers.stream().mapToLong(consumer -> consumer.link.unanswered()).sum();
    }
}
