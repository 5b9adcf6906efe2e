package io.skylark.bench.subject;

import java.util.List;
import java.util.Random;

/// What the process of a client is told.
///
/// @param nameServer `host:port`
/// @param batching whether the client may put messages together by itself
/// @param threads that send
/// @param window asynchronous sends under way at a time
/// @param warmUp [Work#PUSH]: messages before anything counts; otherwise milliseconds
/// @param measured [Work#PUSH]: messages that count; otherwise milliseconds
public record Order(Work work, String nameServer, String topic, boolean batching, int threads, int bytes, int window,
        long warmUp, long measured) {
    private static final long BODY_SEED = 20_180_412;

    /// What the client does.
    public enum Work {
        /// Each thread waits for the acknowledgement of each message.
        SYNC,
        /// Each thread goes on as long as the window has room; acknowledgements are counted.
        ASYNC,
        /// A new group reads a filled topic from its beginning with a listener that does nothing but count.
        PUSH
    }

    static Order of(String[] args) {
        return new Order(Work.valueOf(args[0]), args[1], args[2], Boolean.parseBoolean(args[3]),
                Integer.parseInt(args[4]), Integer.parseInt(args[5]), Integer.parseInt(args[6]),
                Long.parseLong(args[7]), Long.parseLong(args[8]));
    }

    /// In the form that [#of] reads.
    public List<String> arguments() {
        return List.of(work.name(), nameServer, topic, Boolean.toString(batching), Integer.toString(threads),
                Integer.toString(bytes), Integer.toString(window), Long.toString(warmUp), Long.toString(measured));
    }

    public Order withBatching(boolean value) {
        return new Order(work, nameServer, topic, value, threads, bytes, window, warmUp, measured);
    }

    byte[] body() {
        byte[] body = new byte[bytes];
        new Random(BODY_SEED).nextBytes(body);
        return body;
    }
}
