package io.skylark.bench.official;

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
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.jspecify.annotations.Nullable;

/// Synchronous sends from many threads with one producer of the official client.
///
/// Prints [#BEGIN] and [#END] when the measured interval begins and ends, a line for each kind of failure, and at last
/// the result with the latencies.
public final class OfficialSend {
    public static final String BEGIN = "bench: begin";
    public static final String END = "bench: end";
    /// `bench: failure <count> <what>`
    public static final String FAILURE = "bench: failure ";
    /// `bench: result <nanoseconds> <latencies as a compressed histogram in base 64>`
    public static final String RESULT = "bench: result ";

    private static final int SEND_LIMIT_MILLIS = 10_000;
    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;
    private static final long BODY_SEED = 20_180_412;

    private final DefaultMQProducer producer;
    private final String topic;
    private final byte[] body;
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile boolean measuring;
    private volatile boolean running = true;

    private OfficialSend(DefaultMQProducer producer, String topic, int bytes) {
        this.producer = producer;
        this.topic = topic;
        this.body = new byte[bytes];
        new Random(BODY_SEED).nextBytes(body);
    }

    /// @param args name server, topic, threads, bytes, milliseconds of warm-up, milliseconds measured
    public static void main(String[] args) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("bench_official");
        producer.setNamesrvAddr(args[0]);
        producer.setSendMsgTimeout(SEND_LIMIT_MILLIS);
        producer.start();
        OfficialSend load = new OfficialSend(producer, args[1], Integer.parseInt(args[3]));
        load.run(Integer.parseInt(args[2]), Long.parseLong(args[4]), Long.parseLong(args[5]));
        producer.shutdown();
        System.exit(0); // the client leaves threads behind
    }

    private void run(int threadCount, long warmUpMillis, long measuredMillis) throws InterruptedException {
        List<Histogram> latencies = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            Histogram latency = new Histogram(MAX_LATENCY_NANOS, 3);
            latencies.add(latency);
            threads.add(Thread.ofPlatform().name("send-" + i).start(() -> sendAll(latency)));
        }
        Thread.sleep(warmUpMillis);
        System.out.println(BEGIN);
        long begin = System.nanoTime();
        measuring = true;
        Thread.sleep(measuredMillis);
        measuring = false;
        long end = System.nanoTime();
        System.out.println(END);
        running = false;
        Histogram sum = new Histogram(MAX_LATENCY_NANOS, 3);
        for (int i = 0; i < threadCount; i++) {
            threads.get(i).join();
            sum.add(latencies.get(i));
        }
        failures.forEach((what, count) -> System.out.println(FAILURE + count.sum() + " " + what));
        ByteBuffer encoded = ByteBuffer.allocate(sum.getNeededByteBufferCapacity());
        sum.encodeIntoCompressedByteBuffer(encoded);
        encoded.flip();
        System.out.println(RESULT + (end - begin) + " "
                + StandardCharsets.US_ASCII.decode(Base64.getEncoder().encode(encoded)));
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

    /// @return null when the message is stored
    private @Nullable String send() {
        try {
            SendStatus status = producer.send(new Message(topic, body)).getSendStatus();
            return status == SendStatus.SEND_OK ? null : status.name();
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (Exception e) { // whatever the client makes of an answer is a failed send
            return e.getClass().getSimpleName();
        }
    }
}
