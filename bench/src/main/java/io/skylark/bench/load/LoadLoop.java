package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs one workload over its connections, on the calling thread: sends what is due, waits for the sockets, hands out
/// the answers. Between pauses it does nothing, so that the server has the machine.
public final class LoadLoop {
    /// Room for requests of all connections together; a plan beyond it is refused.
    private static final long MAX_OUTPUT_BYTES = 1L << 30;
    /// What all connections together read at once, and the least and most of one.
    private static final int INPUT_BYTES = 64 << 20;
    private static final int MIN_INPUT_BYTES = 16 << 10;
    private static final int MAX_INPUT_BYTES = 512 << 10;
    /// Longest pause before sockets are looked at again while the next request is due soon.
    private static final long PAUSE_NANOS = 20_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /// A selector waits in whole milliseconds: shorter waits are pauses.
    private static final long SHORT_WAIT_NANOS = 2 * NANOS_PER_MILLI;

    private final Workload workload;
    private final Tally tally;
    private final Clock clock;
    private final Probe probe;
    private final Answer answer = new Answer();
    private final List<Link> unflushed = new ArrayList<>();

    /// Told when the measured interval begins and ends, on the loop's thread: takes samples of the server.
    public interface Probe {
        Probe NONE = new Probe() {};

        default void begin() {}

        default void end() {}
    }

    public LoadLoop(Workload workload, Tally tally, Clock clock, Probe probe) {
        this.workload = workload;
        this.tally = tally;
        this.clock = clock;
        this.probe = probe;
    }

    /// @throws LoadFailure when the server cannot be reached, or closes a connection
    public LoadResult run(Interval interval) {
        List<Link> links = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            open(links, selector);
            workload.start(links, clock.nanos());
            turnUntil(clock.nanos() + interval.warmUp().toNanos(), selector);
            probe.begin();
            long begin = clock.nanos();
            tally.open(begin);
            turnUntil(begin + interval.measured().toNanos(), selector);
            long end = clock.nanos();
            tally.close(end);
            probe.end();
            // What fell due in the last moments still goes, unless the server has no room for it.
            workload.tick(end);
            workload.end(end);
            drain(clock.nanos() + interval.drain().toNanos(), selector);
            tally.failed("missing", workload.missing());
            return new LoadResult(Duration.ofNanos(end - begin), tally.requests(), tally.messages(), tally.bytes(),
                    tally.latencies(), tally.failures());
        } catch (IOException e) {
            throw new LoadFailure("the selector failed: " + e.getMessage(), e);
        } finally {
            links.forEach(Link::close);
        }
    }

    private void open(List<Link> links, Selector selector) {
        List<LinkPlan> plans = workload.links();
        long outputBytes = plans.stream().mapToLong(plan -> (long) plan.window() * plan.maxRequestBytes()).sum();
        if (outputBytes > MAX_OUTPUT_BYTES) {
            throw new LoadFailure("the windows of all connections hold " + outputBytes + " bytes of requests, at most "
                    + MAX_OUTPUT_BYTES + " are allowed: take fewer connections or a smaller window");
        }
        int inputBytes = Math.clamp(INPUT_BYTES / plans.size(), MIN_INPUT_BYTES, MAX_INPUT_BYTES);
        for (LinkPlan plan : plans) {
            links.add(Link.open(links.size(), plan, selector, inputBytes, unflushed::add));
        }
    }

    private void turnUntil(long end, Selector selector) throws IOException {
        for (long now = clock.nanos(); now < end && !workload.finished(); now = clock.nanos()) {
            long due = workload.tick(now);
            flush();
            await(selector, Math.min(due, end));
        }
    }

    private void drain(long end, Selector selector) throws IOException {
        while (!workload.drained() && clock.nanos() < end) {
            flush();
            await(selector, end);
        }
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }

    private void await(Selector selector, long until) throws IOException {
        long wait = until - clock.nanos();
        if (wait >= SHORT_WAIT_NANOS) {
            selector.select(this::ready, wait / NANOS_PER_MILLI - 1);
        } else if (selector.selectNow(this::ready) == 0 && wait > 0) {
            clock.pause(Math.min(wait, PAUSE_NANOS));
        }
    }

    private void ready(SelectionKey key) {
        Link link = (Link) key.attachment();
        if (key.isWritable()) {
            link.flush();
        }
        if (key.isReadable()) {
            link.read(answer, workload, tally, clock);
        }
    }
}
