package io.skylark.bench.official;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Synchronous sends from many threads, whatever the client.
///
/// Prints [#BEGIN] and [#END] when the measured interval begins and ends, a line for each kind of failure, and at last
/// the result with the latencies.
public final class ClientLoad {
    public static final String BEGIN = "bench: begin";
    public static final String END = "bench: end";
    /// `bench: failure <count> <what>`
    public static final String FAILURE = "bench: failure ";
    /// `bench: result <nanoseconds> <latencies as a compressed histogram in base 64>`
    public static final String RESULT = "bench: result ";

    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long BODY_SEED = 20_180_412;

    private final Sender sender;
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean measuring;
    private volatile boolean running = true;

    /// One send of the client under load; called from many threads.
    public interface Sender {
        /// Returns when the server has acknowledged the message.
        ///
        /// @return null, or what the server answered instead
        @Nullable String send() throws Exception;
    }

    /// What the process is told: server, topic, queues, threads, bytes, milliseconds of warm-up, milliseconds measured.
    public record Order(String server, String topic, int queues, int threads, int bytes, long warmUpMillis,
            long measuredMillis) {
        static Order of(String[] args) {
            return new Order(args[0], args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]),
                    Integer.parseInt(args[4]), Long.parseLong(args[5]), Long.parseLong(args[6]));
        }

        /// In the form that [#of] reads.
        public List<String> arguments() {
            return List.of(server, topic, Integer.toString(queues), Integer.toString(threads),
                    Integer.toString(bytes), Long.toString(warmUpMillis), Long.toString(measuredMillis));
        }

        byte[] body() {
            byte[] body = new byte[bytes];
            new Random(BODY_SEED).nextBytes(body);
            return body;
        }
    }

    ClientLoad(Sender sender) {
        this.sender = sender;
    }

    void run(Order order, PrintStream output) throws InterruptedException {
        List<Histogram> latencies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < order.threads(); i++) {
            Histogram latency = new Histogram(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
            latencies.add(latency);
            threads.add(Thread.ofPlatform().name("send-" + i).start(() -> sendAll(latency)));
        }
        Thread.sleep(order.warmUpMillis());
        output.println(BEGIN);
        long begin = System.nanoTime();
        measuring = true;
        Thread.sleep(order.measuredMillis());
        measuring = false;
        long end = System.nanoTime();
        output.println(END);
        running = false;
        Histogram sum = new Histogram(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
        for (int i = 0; i < threads.size(); i++) {
            threads.get(i).join();
            sum.add(latencies.get(i));
        }
        failures.forEach((what, count) -> output.println(FAILURE + count.sum() + " " + what));
        ByteBuffer encoded = ByteBuffer.allocate(sum.getNeededByteBufferCapacity());
        sum.encodeIntoCompressedByteBuffer(encoded);
        output.println(RESULT + (end - begin) + " "
                + StandardCharsets.US_ASCII.decode(Base64.getEncoder().encode(encoded.flip())));
    }

    private void sendAll(Histogram latency) {
        while (running) {
            long begin = System.nanoTime();
            String failure = send();
            if (failure != null) {
                failures.computeIfAbsent(failure, what -> new LongAdder()).increment();
            } else if (measuring) {
                latency.recordValue(Math.min(MAX_LATENCY_NANOS, System.nanoTime() - begin));
            }
        }
    }

    private @Nullable String send() {
        try {
            return sender.send();
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (Exception e) { // whatever the client makes of an answer is a failed send
            Throwable cause = e.getCause();
            return (cause == null ? e : cause).getClass().getSimpleName();
        }
    }
}
