package io.skylark.bench.frame;

import io.skylark.message.BatchBody;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.SendMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Send requests for one topic: a template for each number of digits a queue id can have. Immutable.
///
/// A message has the properties the official client gives it (a unique key of 32 characters, the wait flag), and a body
/// that begins with a [Stamp]. A batch of one is a plain send.
public final class SendFrames {
    /// Of the producer.
    public static final String GROUP = "bench_producer";
    /// Only the end of a unique key counts up, as with the official client.
    static final int KEY_DIGITS = 16;
    static final String KEY_START = "0A00000500002A9F";

    private static final String QUEUE = "queue";
    private static final String KEY = "key";
    private static final String TOPIC = "topic";
    private static final long BODY_SEED = 20_180_412;
    /// In front of an inner message's body stand its size, magic, checksum, flag and body length, of 4 bytes each.
    private static final int INNER_BODY_AT = 20;

    private final @Nullable Prepared[] byQueueDigits;
    private final int batch;
    private final int queues;
    private final int maxBytes;

    /// A template with the places of its holes, relative to the frame.
    private record Prepared(
            FrameTemplate template, int topicAt, int topicDigits, int queueAt, int[] keyAt, int[] stampAt) {}

    /// What is sent where.
    ///
    /// @param topics 1, or several with this name and a number behind it, all of as many digits as the last
    /// @param brokerName as the route names it
    /// @param queues of each topic on that broker
    /// @param batch messages in a request
    /// @param sysFlag as the request has it
    /// @param variants properties that messages have besides, given to the messages of a batch in turn; all must encode
    ///         to the same number of bytes
    public record Shape(String topic, int topics, String brokerName, int queues, int bodyBytes, int batch,
            SerializeType header, int sysFlag, List<Map<String, String>> variants) {
        public static final int MAX_BATCH = 1024;
        public static final int MAX_TOPICS = 99_999;

        public Shape {
            if (bodyBytes < Stamp.BYTES) {
                throw new IllegalArgumentException("a body has at least " + Stamp.BYTES + " bytes, not " + bodyBytes);
            }
            if (topics < 1 || topics > MAX_TOPICS) {
                throw new IllegalArgumentException("1 to " + MAX_TOPICS + " topics, not " + topics);
            }
            if (queues < 1 || batch < 1 || batch > MAX_BATCH) {
                throw new IllegalArgumentException(
                        "at least one queue, and 1 to " + MAX_BATCH + " messages in a batch: " + queues + ", " + batch);
            }
            variants = List.copyOf(variants);
            if (variants.stream().mapToInt(each -> Properties.encode(each).length()).distinct().count() != 1) {
                throw new IllegalArgumentException("one or more variants, of the same length: " + variants);
            }
        }

        /// The shape of one message after the other to one topic, with JSON headers.
        public static Shape of(String topic, String brokerName, int queues, int bodyBytes) {
            return new Shape(
                    topic, 1, brokerName, queues, bodyBytes, 1, SerializeType.JSON, 0, List.of(Map.of()));
        }

        public Shape withBatch(int value) {
            return new Shape(topic, topics, brokerName, queues, bodyBytes, value, header, sysFlag, variants);
        }

        public Shape withHeader(SerializeType value) {
            return new Shape(topic, topics, brokerName, queues, bodyBytes, batch, value, sysFlag, variants);
        }

        public Shape withTopics(int value) {
            return new Shape(topic, value, brokerName, queues, bodyBytes, batch, header, sysFlag, variants);
        }

        public Shape withSysFlag(int value) {
            return new Shape(topic, topics, brokerName, queues, bodyBytes, batch, header, value, variants);
        }

        public Shape withVariants(List<Map<String, String>> value) {
            return new Shape(topic, topics, brokerName, queues, bodyBytes, batch, header, sysFlag, value);
        }

        /// @param number from 0
        public String topicName(int number) {
            if (topics == 1) {
                return topic;
            }
            String digits = Integer.toString(number + 1);
            return topic + "0".repeat(topicDigits() - digits.length()) + digits;
        }

        int topicDigits() {
            return FrameTemplate.digits(topics);
        }

        /// Queues of all topics together.
        public int allQueues() {
            return Math.multiplyExact(topics, queues);
        }
    }

    public SendFrames(Shape shape) {
        batch = shape.batch();
        queues = shape.queues();
        int maxDigits = FrameTemplate.digits(shape.queues() - 1L);
        byQueueDigits = new Prepared[maxDigits + 1];
        // The same in all encodings of a template: they may differ in the holes only.
        long bornTime = System.currentTimeMillis();
        int largest = 0;
        for (int digits = 1; digits <= maxDigits; digits++) {
            Prepared prepared = prepare(shape, digits, bornTime);
            byQueueDigits[digits] = prepared;
            largest = prepared.template().sizeBytes();
        }
        maxBytes = largest;
    }

    private static Prepared prepare(Shape shape, int queueDigits, long bornTime) {
        FrameTemplate template =
                FrameTemplate.of(shape.header(), filling -> command(shape, queueDigits, bornTime, filling));
        int[] keyAt = template.holes(KEY).stream().mapToInt(FrameTemplate.Hole::at).toArray();
        int[] stampAt = new int[shape.batch()];
        int innerBytes = template.bodyBytes() / shape.batch();
        for (int i = 0; i < stampAt.length; i++) {
            stampAt[i] = template.bodyAt() + (shape.batch() == 1 ? 0 : i * innerBytes + INNER_BODY_AT);
        }
        int topicAt = shape.topics() == 1 ? -1 : template.hole(TOPIC).at();
        return new Prepared(template, topicAt, shape.topicDigits(), template.hole(QUEUE).at(), keyAt, stampAt);
    }

    private static Command command(
            Shape shape, int queueDigits, long bornTime, FrameTemplate.Filling filling) {
        String key = KEY_START + filling.digits(KEY, KEY_DIGITS);
        byte[] body = new byte[shape.bodyBytes()];
        new Random(BODY_SEED).nextBytes(body);
        String topic = shape.topics() == 1 ? shape.topic() : shape.topic() + filling.digits(TOPIC, shape.topicDigits());
        boolean batched = shape.batch() > 1;
        byte[] content = batched ? batch(shape, body, key) : body;
        SendMessage.Request header = new SendMessage.Request(GROUP, topic, "TBW102", 4,
                Integer.parseInt(filling.digits(QUEUE, queueDigits)), shape.sysFlag(), bornTime, 0,
                batched ? "" : Properties.encode(properties(shape, 0, key)), 0, false, null, batched,
                shape.brokerName());
        Command request = SendMessage.API.request(header, ByteBuffer.wrap(content));
        return batched ? withCode(request, SendMessage.BATCH) : request;
    }

    private static Command withCode(Command command, int code) {
        return Command.request(code, command.opaque(), command.fields(), command.body());
    }

    private static byte[] batch(Shape shape, byte[] body, String key) {
        int messageBytes = BatchBody.encode(0, body, properties(shape, 0, key)).length;
        ByteBuffer target = ByteBuffer.allocate(messageBytes * shape.batch());
        for (int i = 0; i < shape.batch(); i++) {
            target.put(BatchBody.encode(0, body, properties(shape, i, key)));
        }
        return target.array();
    }

    private static Map<String, String> properties(Shape shape, int place, String key) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQUE_KEY, key);
        properties.put(PropertyNames.WAIT, "true");
        properties.putAll(shape.variants().get(place % shape.variants().size()));
        return properties;
    }

    /// What the end of a unique key counts.
    static long key(long run, long sequence) {
        return run << 40 ^ sequence;
    }

    /// Messages in a request.
    public int batch() {
        return batch;
    }

    /// Bytes of the largest request.
    public int maxBytes() {
        return maxBytes;
    }

    /// Appends one request.
    ///
    /// @param place of the queue among the queues of all topics
    /// @param sequence of its first message; the others of a batch count on
    /// @param time when it should be sent, on the clock of the run
    public void write(ByteBuffer target, int opaque, int place, long run, long sequence, long time) {
        int queue = place % queues;
        int digits = FrameTemplate.digits(queue);
        Prepared prepared = byQueueDigits[digits];
        if (prepared == null) {
            throw new IllegalArgumentException("queue " + queue + " is not one of the topic");
        }
        int start = prepared.template().write(target, opaque);
        if (prepared.topicAt() >= 0) {
            FrameTemplate.putDecimal(target, start + prepared.topicAt(), prepared.topicDigits(), place / queues + 1L);
        }
        FrameTemplate.putDecimal(target, start + prepared.queueAt(), digits, queue);
        for (int i = 0; i < batch; i++) {
            FrameTemplate.putHex(target, start + prepared.keyAt()[i], KEY_DIGITS, key(run, sequence + i));
            Stamp.write(target, start + prepared.stampAt()[i], run, sequence + i, time);
        }
    }
}
