package io.skylark.bench.subject;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Lets a client work, and counts in the measured interval what came of it.
///
/// Prints [#BEGIN] and [#END] when that interval begins and ends, a line for each kind of failure, and at last the
/// result.
public final class SubjectRun {
    public static final String BEGIN = "bench: begin";
    public static final String END = "bench: end";
    /// `bench: failure <count> <what>`
    public static final String FAILURE = "bench: failure ";
    /// `bench: result <nanoseconds> <messages> <allocated bytes> <p50 in ns> <p99 in ns>`; percentiles of synchronous
    /// sends only, otherwise 0.
    public static final String RESULT = "bench: result ";

    /// How often it is looked whether enough messages were consumed.
    private static final long LOOK_MILLIS = 1;
    /// No client needs so long to consume what is there.
    private static final Duration CONSUME_LIMIT = Duration.ofMinutes(5);
    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Order order;
    private final Subject subject;
    private final PrintStream output;
    private final byte[] body;
    private final Semaphore window;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LongAdder done = new LongAdder();
    private final Histogram latency = new ConcurrentHistogram(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean measuring;
    private volatile boolean running = true;

    interface Maker {
        Subject make(Order order) throws Exception;
    }

    private SubjectRun(Order order, Subject subject, PrintStream output) {
        this.order = order;
        this.subject = subject;
        this.output = output;
        this.body = order.body();
        this.window = new Semaphore(order.window());
    }

    static void main(String[] args, Maker maker) throws Exception {
        Order order = Order.of(args);
        try (Subject subject = maker.make(order)) {
            new SubjectRun(order, subject, System.out).run();
        }
        System.exit(0); // clients may leave threads behind
    }

    private void run() throws Exception {
        Span span;
        if (order.work() == Order.Work.PUSH) {
            subject.consume(this::consumed);
            await(order.warmUp());
            span = begin();
            await(order.warmUp() + order.measured());
            span.end();
        } else {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < order.threads(); i++) {
                senders.add(Thread.ofPlatform().name("bench-send-" + i).start(this::sendAll));
            }
            Thread.sleep(order.warmUp());
            span = begin();
            Thread.sleep(order.measured());
            span.end();
            running = false;
            for (Thread sender : senders) {
                sender.join();
            }
            window.acquire(order.window());
        }
        failures.forEach((what, count) -> output.println(FAILURE + count.sum() + " " + what));
        output.println(RESULT + span.nanos + " " + span.messages + " " + span.allocated + " "
                + percentile(50) + " " + percentile(99));
    }

    private long percentile(double share) {
        return latency.getTotalCount() == 0 ? 0 : latency.getValueAtPercentile(share);
    }

    private void await(long messages) throws InterruptedException {
        long end = System.nanoTime() + CONSUME_LIMIT.toNanos();
        while (done.sum() < messages) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(done.sum() + " of " + messages + " messages came in " + CONSUME_LIMIT);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Span begin() {
        output.println(BEGIN);
        measuring = true;
        return new Span();
    }

    /// The measured interval.
    private final class Span {
        private long allocated = -memory.getTotalThreadAllocatedBytes();
        private long messages = -done.sum();
        private long nanos = -System.nanoTime();

        private void end() {
            nanos += System.nanoTime();
            messages += done.sum();
            allocated += memory.getTotalThreadAllocatedBytes();
            measuring = false;
            output.println(END);
        }
    }

    /// Bodies are looked at, so that a client which unpacks them late does not win by that.
    private void consumed(byte[] consumed) {
        count(consumed.length == order.bytes() ? null : "body of another length");
    }

    private void sendAll() {
        while (running) {
            try {
                if (order.work() == Order.Work.SYNC) {
                    sendOne();
                } else {
                    window.acquire();
                    startOne();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void sendOne() throws InterruptedException {
        long begin = System.nanoTime();
        try {
            count(subject.send(body));
            if (measuring) {
                latency.recordValue(Math.min(MAX_LATENCY_NANOS, System.nanoTime() - begin));
            }
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) { // whatever the client makes of an answer is a failed send
            count(name(failure));
        }
    }

    private void startOne() throws InterruptedException {
        try {
            subject.sendAsync(body, failure -> {
                window.release();
                count(failure);
            });
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) { // as above; then nothing is called back
            window.release();
            count(name(failure));
        }
    }

    private void count(@Nullable String failure) {
        if (failure == null) {
            done.increment();
        } else {
            failures.computeIfAbsent(failure, what -> new LongAdder()).increment();
        }
    }

    /// One word for a failure, that of its cause if it has one.
    static String name(Throwable failure) {
        Throwable cause = failure.getCause();
        return (cause == null ? failure : cause).getClass().getSimpleName();
    }
}
