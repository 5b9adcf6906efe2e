package io.skylark.bench.load;

import io.skylark.bench.frame.AckFrames;
import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.PopFrames;
import io.skylark.message.MessageLayout;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PopMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/// Pops a topic empty, for one consumer group after the other: on each connection one pop is on its way, and what it
/// brings is acknowledged in one request while the next one runs. A message counts when it is acknowledged; a latency
/// runs from the pop until then.
public final class PopLoad implements Workload {
    /// So many acknowledgements may wait for their answers on a connection before it pops no more.
    private static final int MAX_ACKS = 8;
    /// When nothing came for so long, what the group has not got will not come.
    private static final long MAX_SILENCE_NANOS = 2_000_000_000;

    private final Plan plan;
    private final PopFrames pops;
    private final AckFrames acks;
    private final Tally tally;
    private final Arrivals arrivals;
    private final long all;
    private List<Link> links = List.of();
    private boolean[] popping = {};
    private boolean working = true;
    private int group;
    private long lastArrival;

    /// What is popped.
    ///
    /// @param brokerName that acknowledgements name
    /// @param from offset of each queue's first message
    /// @param to offset behind each queue's last message
    /// @param groups after so many the run ends
    public record Plan(InetSocketAddress broker, String brokerName, PopFrames.Shape shape, long[] from, long[] to,
            int connections, int groups) {
        public Plan {
            if (groups < 1 || groups > PopFrames.MAX_GROUPS) {
                throw new IllegalArgumentException("1 to " + PopFrames.MAX_GROUPS + " groups, not " + groups);
            }
        }
    }

    /// @throws IllegalArgumentException when all queues are empty
    public PopLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.tally = tally;
        pops = new PopFrames(plan.shape());
        acks = new AckFrames(plan.shape().topic(), plan.brokerName());
        long count = 0;
        for (int queue = 0; queue < plan.from().length; queue++) {
            count += plan.to()[queue] - plan.from()[queue];
        }
        if (count == 0) {
            throw new IllegalArgumentException("topic " + plan.shape().topic() + " is empty");
        }
        all = count;
        arrivals = new Arrivals(plan);
    }

    @Override
    public List<LinkPlan> links() {
        int maxBytes = Math.max(pops.maxBytes(), acks.maxBytes(plan.from().length, pops.group(group)));
        return Collections.nCopies(plan.connections(), new LinkPlan(plan.broker(), MAX_ACKS + 1, maxBytes));
    }

    @Override
    public void start(List<Link> opened, long now) {
        links = opened;
        popping = new boolean[opened.size()];
        lastArrival = now;
        for (Link link : links) {
            pop(link, now);
        }
    }

    @Override
    public long tick(long now) {
        return NEVER;
    }

    private void pop(Link link, long now) {
        popping[link.index()] = true;
        pops.write(link.output(), link.claim(now, group), group);
    }

    /// @param tag of a pop its group, of an acknowledgement the complement of how many messages it is about
    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        if (tag < 0) {
            acknowledged(~tag, time, answer, now);
        } else {
            popping[link.index()] = false;
            popped(link, tag, time, answer, now);
        }
        // A pop that brings something needs room for its acknowledgement.
        if (working && !popping[link.index()] && link.unanswered() < MAX_ACKS) {
            pop(link, now);
        }
    }

    private void acknowledged(int count, long time, Answer answer, long now) {
        if (answer.code() == ResponseCode.SUCCESS) {
            tally.answered(count, (long) count * arrivals.bodyBytes);
            tally.latency(time, now);
        } else {
            tally.failed("ack: " + answer.describe());
        }
    }

    private void popped(Link link, int ofGroup, long time, Answer answer, long now) {
        switch (answer.code()) {
            case ResponseCode.SUCCESS -> {
                lastArrival = now;
                arrivals.current = ofGroup == group;
                int count = Arrived.visit(answer, "pop", tally, arrivals);
                acks.write(link.output(), link.claim(time, ~count), pops.group(ofGroup),
                        PopMessage.API.decodeResponse(answer.decode()));
            }
            case ResponseCode.PULL_NOT_FOUND, ResponseCode.POLLING_TIMEOUT -> {
                // Other connections hold what is left of the group, or it has got everything.
            }
            default -> tally.failed("pop: " + answer.describe());
        }
        boolean silent = now - lastArrival > MAX_SILENCE_NANOS;
        if (arrivals.count >= all || silent) {
            tally.failed("pop: a message did not come to a group", all - arrivals.count);
            group++;
            working = working && group < plan.groups();
            arrivals.reset();
            lastArrival = now;
        }
    }

    /// What the group has got, so that nothing comes to it twice.
    private final class Arrivals implements Arrived.Visitor {
        private final Plan plan;
        private final List<BitSet> offsets = new ArrayList<>();
        private boolean current;
        private long count;
        private int bodyBytes;

        private Arrivals(Plan plan) {
            this.plan = plan;
            reset();
        }

        private void reset() {
            count = 0;
            offsets.clear();
            for (int queue = 0; queue < plan.from().length; queue++) {
                offsets.add(new BitSet());
            }
        }

        @Override
        public void message(ByteBuffer source, int at) {
            int queue = MessageLayout.queueId(source, at);
            long offset = MessageLayout.queueOffset(source, at);
            if (queue < 0 || queue >= offsets.size()
                    || offset < plan.from()[queue] || offset >= plan.to()[queue]) {
                tally.failed("pop: a message that is none of ours");
                return;
            }
            int bit = Math.toIntExact(offset - plan.from()[queue]);
            if (!current || offsets.get(queue).get(bit)) {
                tally.failed("pop: a message came to a group twice");
                return;
            }
            offsets.get(queue).set(bit);
            count++;
            bodyBytes = MessageLayout.bodyLength(source, at);
        }
    }

    @Override
    public boolean finished() {
        return !working && missing() == 0;
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
        return links.stream().mapToLong(Link::unanswered).sum();
    }
}
