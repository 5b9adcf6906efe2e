package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import io.skylark.bench.frame.SendFrames;
import io.skylark.protocol.ResponseCode;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends to one topic. Without a rate every window is kept full (closed loop: throughput, and latency under it); with a
/// rate requests go out when they are due, and their latency counts from then.
public final class SendLoad implements Workload {
    private static final String NOT_SENT = "due but not sent: the server is too slow for this rate";

    private final Plan plan;
    private final SendFrames frames;
    private final Tally tally;
    private List<Link> links = List.of();
    private @Nullable Pace pace;
    private boolean sending = true;
    private long sequence;
    private int place;
    private int nextLink;

    /// What is sent by how many connections.
    ///
    /// @param perSecond messages a second; 0 for as many as the windows allow
    /// @param limit after so many messages the run ends
    /// @param run marks the messages as ours
    /// @param stride from the queue of one request to that of the next; it must share no divisor with the number of
    ///         queues, or some never get a message
    public record Plan(InetSocketAddress broker, SendFrames.Shape shape, int connections, int window, double perSecond,
            long limit, long run, int stride) {
        public static Plan closed(InetSocketAddress broker, SendFrames.Shape shape, int connections, int window,
                long run) {
            return new Plan(broker, shape, connections, window, 0, Long.MAX_VALUE, run, 1);
        }

        public static Plan paced(InetSocketAddress broker, SendFrames.Shape shape, int connections, int window,
                double perSecond, long run) {
            return new Plan(broker, shape, connections, window, perSecond, Long.MAX_VALUE, run, 1);
        }

        public Plan withLimit(long value) {
            return new Plan(broker, shape, connections, window, perSecond, value, run, stride);
        }

        public Plan withStride(int value) {
            return new Plan(broker, shape, connections, window, perSecond, limit, run, value);
        }
    }

    public SendLoad(Plan plan, Tally tally) {
        this.plan = plan;
        this.frames = new SendFrames(plan.shape());
        this.tally = tally;
    }

    @Override
    public List<LinkPlan> links() {
        return Collections.nCopies(plan.connections(), new LinkPlan(plan.broker(), plan.window(), frames.maxBytes()));
    }

    @Override
    public void start(List<Link> opened, long now) {
        links = opened;
        if (plan.perSecond() > 0) {
            pace = new Pace(now, plan.perSecond(), frames.batch());
            return;
        }
        // One request to each connection in turn, so that queues are spread evenly from the start.
        for (int i = 0; i < plan.window(); i++) {
            for (Link link : links) {
                send(link, now);
            }
        }
    }

    @Override
    public long tick(long now) {
        Pace schedule = pace;
        if (schedule == null) {
            return NEVER;
        }
        while (sending && schedule.due() <= now) {
            Link link = linkWithRoom();
            if (link == null) {
                // Every window is full: what is due goes when an answer makes room, and its latency counts all along.
                return NEVER;
            }
            send(link, schedule.due());
            schedule.advance();
        }
        return schedule.due();
    }

    private @Nullable Link linkWithRoom() {
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(nextLink);
            nextLink = nextLink + 1 == links.size() ? 0 : nextLink + 1;
            if (link.hasRoom()) {
                return link;
            }
        }
        return null;
    }

    private void send(Link link, long time) {
        if (sequence >= plan.limit()) {
            sending = false;
            return;
        }
        frames.write(link.output(), link.claim(time, 0), place, plan.run(), sequence, time);
        place = (int) ((place + (long) plan.stride()) % plan.shape().allQueues());
        sequence += frames.batch();
    }

    @Override
    public void answered(Link link, int tag, long time, Answer answer, long now) {
        if (answer.code() == ResponseCode.SUCCESS) {
            tally.answered(frames.batch(), (long) frames.batch() * plan.shape().bodyBytes());
            tally.latency(time, now);
        } else {
            tally.failed("send: " + answer.describe());
        }
        if (sending && pace == null) {
            send(link, now);
        }
    }

    @Override
    public boolean finished() {
        return !sending && missing() == 0;
    }

    /// What was due and never went out, because the server was too slow for the rate, is not left out: it counts as a
    /// failure, and its latency as what it is by now.
    @Override
    public void end(long now) {
        Pace schedule = pace;
        while (sending && schedule != null && schedule.due() < now) {
            tally.failed(NOT_SENT, frames.batch());
            tally.latency(schedule.due(), now);
            schedule.advance();
        }
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
