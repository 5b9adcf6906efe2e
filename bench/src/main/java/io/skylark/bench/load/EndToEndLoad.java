package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.frame.Stamp;
import io.skylark.message.MessageLayout;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Producers at a fixed rate, and consumers that hold a pull open on every queue. A latency runs from the moment a
/// message should have been sent until it is here again.
public final class EndToEndLoad implements Workload {
    private final Plan plan;
    private final Tally tally;
    private final SendLoad producers;
    private final Tally sent = new Tally();
    private final PullFrames frames;
    private final QueueCursors cursors;
    private final Arrivals arrivals = new Arrivals();
    private List<Link> consumerLinks = List.of();
    private List<Link> producerLinks = List.of();
    private long stored;

    /// @param send with a rate
    /// @param pull with a hold
    /// @param from offset of each queue from which on to read
    public record Plan(SendLoad.Plan send, PullFrames.Shape pull, long[] from, int consumerConnections) {
        public Plan {
            if (send.perSecond() <= 0 || !pull.hold().isPositive()) {
                throw new IllegalArgumentException("end to end needs a rate and pulls that are held");
            }
        }
    }

    public EndToEndLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
        this.producers = new SendLoad(plan.send(), sent);
        this.frames = new PullFrames(plan.pull());
        this.cursors = new QueueCursors(plan.from(), tally);
    }

    @Override
    public List<LinkPlan> links() {
        List<LinkPlan> all = new ArrayList<>(producers.links());
        int connections = Math.min(plan.consumerConnections(), plan.from().length);
        int window = Math.ceilDiv(plan.from().length, connections);
        all.addAll(Collections.nCopies(
                connections, new LinkPlan(plan.send().broker(), window, frames.maxBytes())));
        return all;
    }

    @Override
    public void start(List<Link> opened, long now) {
        producerLinks = opened.subList(0, plan.send().connections());
        consumerLinks = opened.subList(plan.send().connections(), opened.size());
        for (int queue = 0; queue < plan.from().length; queue++) {
            pull(consumerLinks.get(queue % consumerLinks.size()), queue, now);
        }
        producers.start(producerLinks, now);
    }

    @Override
    public long tick(long now) {
        return producers.tick(now);
    }

    private void pull(Link link, int queue, long now) {
        frames.write(link.output(), link.claim(now, queue), queue, cursors.next(queue));
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        if (link.index() < producerLinks.size()) {
            stored += answer.code() == ResponseCode.SUCCESS ? plan.send().shape().batch() : 0;
            producers.answered(link, tag, time, answer, now);
            return;
        }
        switch (answer.code()) {
            case ResponseCode.SUCCESS -> {
                arrivals.now = now;
                cursors.take(answer, tag, arrivals);
            }
            case ResponseCode.PULL_NOT_FOUND, ResponseCode.PULL_RETRY_IMMEDIATELY -> {
                // The hold is over, or the broker wants to be asked again.
            }
            default -> tally.failed("pull: " + answer.describe());
        }
        pull(link, tag, now);
    }

    /// What one answer brings.
    private final class Arrivals implements Arrived.Visitor {
        private long now;
        private long received;

        @Override
        public void message(ByteBuffer source, int at) {
            int bodyAt = at + MessageLayout.bodyAt(source, at);
            int bodyBytes = MessageLayout.bodyLength(source, at);
            if (bodyBytes < Stamp.BYTES || Stamp.run(source, bodyAt) != plan.send().run()) {
                return; // somebody else's
            }
            received++;
            tally.answered(1, bodyBytes);
            tally.latency(Stamp.time(source, bodyAt), now);
        }
    }

    @Override
    public void end(long now) {
        producers.end(now);
    }

    @Override
    public boolean drained() {
        return producers.drained() && arrivals.received >= stored;
    }

    @Override
    public long missing() {
        sent.failures().forEach(tally::failed);
        return producers.missing() + Math.max(0, stored - arrivals.received);
    }
}
