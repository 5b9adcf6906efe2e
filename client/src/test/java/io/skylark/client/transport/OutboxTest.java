package io.skylark.client.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class OutboxTest {
    private static final long NO_WAIT = -1;

    /// Takes as much as a test lets it. One thread writes at a time, or the test fails.
    private static final class Narrow implements WritableByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final AtomicInteger writers = new AtomicInteger();
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
        private volatile Runnable during = () -> { };

        @Override
        public int write(ByteBuffer source) throws IOException {
            assertThat(writers.incrementAndGet()).isEqualTo(1);
            writes.incrementAndGet();
            during.run();
            int size = (int) Math.min(source.remaining(), room.get());
            byte[] bytes = new byte[size];
            source.get(bytes);
            taken.write(bytes);
            room.addAndGet(-size);
            writers.decrementAndGet();
            return size;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private final Narrow channel = new Narrow();
    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final Outbox outbox = new Outbox(channel, nanos::get, handedOver::incrementAndGet);

    /// The connection's own thread has the first turn.
    @BeforeEach
    void open() throws IOException {
        assertThat(outbox.write(1)).isTrue();
    }

    private boolean send(String text, long patience) {
        try {
            ByteBuffer head = ByteBuffer.wrap(text.substring(0, 1).getBytes(StandardCharsets.UTF_8));
            return outbox.send(head, ByteBuffer.wrap(text.substring(1).getBytes(StandardCharsets.UTF_8)), patience);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void whatComesBeforeTheChannelIsConnectedWaitsForTheFirstTurn() throws IOException {
        Outbox dialling = new Outbox(channel, nanos::get, handedOver::incrementAndGet);
        for (String text : List.of("first;", "second;", "third;")) {
            ByteBuffer head = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            assertThat(dialling.send(head, ByteBuffer.allocate(0), NO_WAIT)).isTrue();
        }
        assertThat(channel.writes).hasValue(0);
        assertThat(dialling.isStuck(1_000, 50)).isFalse();
        assertThat(dialling.write(1)).isTrue();
        assertThat(channel.taken).hasToString("first;second;third;");
        assertThat(handedOver).hasValue(0);
    }

    @Test
    void whatComesDuringAWriteTravelsWithTheNext() {
        channel.during = () -> {
            channel.during = () -> { };
            assertThat(send("second;", NO_WAIT)).isTrue();
            assertThat(send("third;", NO_WAIT)).isTrue();
        };
        assertThat(send("first;", NO_WAIT)).isTrue();
        assertThat(channel.taken).hasToString("first;second;third;");
        assertThat(channel.writes).hasValue(2);
        assertThat(handedOver).hasValue(0);
    }

    @Test
    void nobodyWritesOthersFramesForLong() throws IOException {
        AtomicInteger more = new AtomicInteger(100);
        channel.during = () -> {
            if (more.getAndDecrement() > 0) {
                send("x", NO_WAIT);
            }
        };
        send("x", NO_WAIT);
        assertThat(handedOver).hasValue(1);
        assertThat(channel.writes.get()).isLessThan(50);
        while (!outbox.write(1)) {
            assertThat(handedOver).hasValue(1);
        }
        assertThat(channel.taken.size()).isEqualTo(101);
    }

    @Test
    void theRestIsWrittenWhenTheChannelTakesItAndAHangIsSeen() throws IOException {
        channel.room.set(3);
        send("first;", NO_WAIT);
        send("second;", NO_WAIT);
        assertThat(handedOver).hasValue(1);
        assertThat(channel.taken).hasToString("fir");
        nanos.set(100);
        assertThat(outbox.isStuck(100, 50)).isTrue();
        assertThat(outbox.isStuck(100, 150)).isFalse();
        channel.room.set(1);
        assertThat(outbox.write(1)).isFalse();
        assertThat(outbox.isStuck(120, 50)).isFalse();
        channel.room.set(Long.MAX_VALUE);
        assertThat(outbox.write(2)).isTrue();
        assertThat(outbox.isStuck(1_000, 50)).isFalse();
        assertThat(channel.taken).hasToString("first;second;");
    }

    @Test
    void whoFindsNoRoomWaitsForIt() throws Exception {
        channel.room.set(0);
        String large = "x".repeat(Outbox.MAX_QUEUED_BYTES);
        assertThat(send(large, 0)).isTrue();
        assertThat(send("more", 0)).isFalse();
        assertThat(send("own", NO_WAIT)).isTrue();
        Thread waiting = new Thread(() -> send("late", TimeUnit.MINUTES.toNanos(1)));
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        channel.room.set(Long.MAX_VALUE);
        writeAll();
        waiting.join();
        assertThat(channel.taken.toString(StandardCharsets.UTF_8)).hasSize(large.length() + 7).endsWith("ownlate");
    }

    @Test
    void aClosedOneTakesNothingAndLetsNobodyWait() throws Exception {
        channel.room.set(0);
        send("x".repeat(Outbox.MAX_QUEUED_BYTES), 0);
        Thread waiting = new Thread(() -> assertThatThrownBy(() -> send("late", TimeUnit.MINUTES.toNanos(1)))
                .hasCauseInstanceOf(ClosedChannelException.class));
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        outbox.close();
        waiting.join();
        assertThatThrownBy(() -> send("later", 0)).hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void framesOfManyThreadsStayWhole() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String text = String.valueOf((char) ('a' + i)).repeat(999) + ";";
            threads.add(new Thread(() -> {
                for (int n = 0; n < 500; n++) {
                    send(text, TimeUnit.MINUTES.toNanos(1));
                }
            }));
        }
        AtomicInteger turns = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (threads.stream().anyMatch(Thread::isAlive) || turns.get() < handedOver.get()) {
                while (turns.get() < handedOver.get()) {
                    writeAll();
                    turns.incrementAndGet();
                }
                Thread.onSpinWait();
            }
        });
        threads.forEach(Thread::start);
        reader.start();
        for (Thread thread : threads) {
            thread.join();
        }
        reader.join();
        String[] frames = channel.taken.toString(StandardCharsets.UTF_8).split(";");
        assertThat(frames).hasSize(4_000).allSatisfy(frame -> {
            assertThat(frame).hasSize(999);
            assertThat(frame.chars().distinct().count()).isEqualTo(1);
        });
    }

    private void writeAll() {
        try {
            while (!outbox.write(1)) {
                Thread.onSpinWait();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
