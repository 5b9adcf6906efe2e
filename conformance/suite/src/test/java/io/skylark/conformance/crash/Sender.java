package io.skylark.conformance.crash;

import io.skylark.conformance.wire.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection that keeps a window of sends to its queues under way until the server is gone. A thread of its own
/// reads the answers.
final class Sender {
    static final int WINDOW = 64;
    static final int BODY_BYTES = 4096;

    private static final int SEND_MESSAGE = 310;
    private static final Pattern OFFSET = Pattern.compile("\"queueOffset\":\"(\\d+)\"");
    private static final long PATIENCE_SECONDS = 10;

    private final RawClient client;
    private final String topic;
    private final List<Integer> queues;
    private final List<Journal> journals;
    private final ConcurrentMap<Integer, Waiting> waiting = new ConcurrentHashMap<>();
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger refused = new AtomicInteger();
    /// Frames that go out together when the window is full. Of the sending thread.
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private volatile boolean gone;

    private record Waiting(Journal journal, long sequence) {}

    /// @param journals of all queues of the topic, by queue id
    Sender(RawClient client, String topic, List<Integer> queues, List<Journal> journals) {
        this.client = client;
        this.topic = topic;
        this.queues = queues;
        this.journals = journals;
    }

    /// Sends until the connection breaks.
    void sendUntilGone() throws InterruptedException {
        Thread reader = Thread.ofPlatform().name("crash-reader").daemon().start(this::readUntilGone);
        try {
            for (int opaque = 0; !gone; opaque++) {
                if (!window.tryAcquire()) {
                    flush();
                    awaitWindow();
                }
                prepare(opaque);
            }
        } catch (IOException serverIsGone) {
            gone = true;
        }
        reader.join();
    }

    private void awaitWindow() throws InterruptedException {
        if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no answer in " + PATIENCE_SECONDS + " s");
        }
    }

    private void flush() throws IOException {
        client.send(output.toByteArray());
        output.reset();
    }

    /// One message, and its answer. The first one of all makes the topic: messages sent meanwhile wait for that, and
    /// may be overtaken by later ones.
    void sendOne() throws IOException {
        prepare(0);
        flush();
        take(client.read());
    }

    private void prepare(int opaque) {
        int queueId = queues.get(opaque % queues.size());
        Journal journal = journals.get(queueId);
        long sequence = journal.nextSequence();
        waiting.put(opaque, new Waiting(journal, sequence));
        String header = RawClient.header(SEND_MESSAGE, opaque, "a", "crash", "b", topic, "c", "TBW102",
                "d", String.valueOf(journals.size()), "e", String.valueOf(queueId), "f", "0", "g", "1700000000000",
                "h", "0", "i", "", "j", "0", "k", "false", "m", "false");
        output.writeBytes(RawClient.frame(header, body(sequence)));
    }

    /// A body whose bytes all depend on the number of the message.
    static byte[] body(long sequence) {
        ByteBuffer body = ByteBuffer.allocate(BODY_BYTES);
        while (body.hasRemaining()) {
            body.putLong(sequence * 31 + body.position());
        }
        return body.array();
    }

    private void readUntilGone() {
        try {
            while (!gone) {
                take(client.read());
                window.release();
            }
        } catch (IOException serverIsGone) {
            gone = true;
            window.release(WINDOW);
        }
    }

    private void take(RawClient.Answer answer) {
        Waiting request = waiting.remove(answer.opaque());
        if (request == null) {
            throw new AssertionError("an answer to no request: " + answer.header());
        }
        if (answer.code() == 0) {
            request.journal().acknowledged(request.sequence(), offset(answer));
        } else {
            refused.incrementAndGet();
        }
    }

    private static long offset(RawClient.Answer answer) {
        Matcher matcher = OFFSET.matcher(answer.header());
        if (!matcher.find()) {
            throw new AssertionError("no offset in " + answer.header());
        }
        return Long.parseLong(matcher.group(1));
    }

    /// Requests that were answered with an error.
    int refused() {
        return refused.get();
    }
}
