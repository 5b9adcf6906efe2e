package io.skylark.client.producer;

import io.skylark.client.message.BodyCompression;
import io.skylark.client.message.Compression;
import io.skylark.client.session.ClientSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of a producer to be, from [io.skylark.client.SkylarkClient#producer(String)].
public final class ProducerBuilder {
    private static final int STANDARD_MAX_BODY_BYTES = 4 * 1024 * 1024;
    private static final int STANDARD_IN_FLIGHT = 1024;
    private static final int STANDARD_IN_FLIGHT_BATCHED = 64 * 1024;

    private final ClientSession session;
    private final String group;
    private final List<SendInterceptor> interceptors = new ArrayList<>();
    private Duration sendTimeout = Duration.ofSeconds(3);
    private int retries = 2;
    private BodyCompression compression = BodyCompression.STANDARD;
    private int maxBodyBytes = STANDARD_MAX_BODY_BYTES;
    private int maxInFlight;
    private @Nullable Batching batching;

    /// Internal to the client.
    @SuppressWarnings("exports")
    public ProducerBuilder(ClientSession session, String group) {
        this.session = session;
        this.group = group;
    }

    /// How long a send may take, all its attempts together, and the time in which it waits for those that have to be
    /// stored before it; 3 s unless set.
    public ProducerBuilder sendTimeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("sendTimeout must be positive, not " + value);
        }
        sendTimeout = value;
        return this;
    }

    /// How many more attempts a failed send gets; 2 unless set.
    public ProducerBuilder retries(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("retries must not be negative, but is " + value);
        }
        retries = value;
        return this;
    }

    /// Bodies of this many bytes and more are compressed, from 4,097 on unless set.
    public ProducerBuilder compressFrom(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("compressFrom must not be negative, but is " + bytes);
        }
        compression = new BodyCompression(bytes, compression.form());
        return this;
    }

    /// How bodies are compressed; with zlib unless set. Those that travel in a batch are not compressed.
    ///
    /// @throws IllegalArgumentException when the library is missing that compresses so
    public ProducerBuilder compression(Compression value) {
        BodyCompression chosen = new BodyCompression(compression.threshold(), value);
        String missing = chosen.fault();
        if (missing != null) {
            throw new IllegalArgumentException(missing);
        }
        compression = chosen;
        return this;
    }

    /// The largest body after compression, 4 MiB unless set; brokers have a limit of their own.
    public ProducerBuilder maxBodyBytes(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxBodyBytes must be positive, not " + value);
        }
        maxBodyBytes = value;
        return this;
    }

    /// Asynchronous sends that may wait for their acknowledgements at a time; 1,024 unless set, 65,536 with batching. As many
    /// again may be sent in completions of others.
    public ProducerBuilder maxInFlight(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxInFlight must be positive, not " + value);
        }
        maxInFlight = value;
        return this;
    }

    /// Messages travel together when there is more than one to send: many times the throughput of asynchronous sends,
    /// and of synchronous ones from many threads.
    public ProducerBuilder batching() {
        return batching(Batching.STANDARD);
    }

    public ProducerBuilder batching(Batching value) {
        batching = value;
        return this;
    }

    /// Adds one that sees every message that is sent.
    public ProducerBuilder intercept(SendInterceptor value) {
        interceptors.add(value);
        return this;
    }

    /// Connects to nothing yet; brokers that the client uses already hear of it.
    ///
    /// @throws IllegalArgumentException when the group's name is not legal, or settings contradict each other
    /// @throws IllegalStateException when the client already has a producer of the group, or is closed
    public Producer build() {
        Producer producer = new Producer(session, config());
        session.heartbeats().joinProducer(group);
        session.heartbeats().announce();
        session.parts().add(producer);
        return producer;
    }

    /// A producer whose messages are seen only when they are committed.
    ///
    /// @param checker what brokers ask about transactions of which they heard nothing more
    /// @throws IllegalArgumentException as [#build()]
    /// @throws IllegalStateException as [#build()]
    public TransactionalProducer buildTransactional(TransactionChecker checker) {
        return new TransactionalProducer(build(), checker);
    }

    private ProducerConfig config() {
        int inFlight = batching == null ? STANDARD_IN_FLIGHT : STANDARD_IN_FLIGHT_BATCHED;
        return new ProducerConfig(group, sendTimeout, retries, compression, maxBodyBytes,
                maxInFlight == 0 ? inFlight : maxInFlight, batching, interceptors);
    }
}
