package io.skylark.bench.frame;

import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.body.SubscriptionData;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Pull requests for one topic: a template for each number of digits of queue id and offset, made when first needed.
/// Owned by one thread.
public final class PullFrames {
    private static final String QUEUE = "queue";
    private static final String OFFSET = "offset";
    private static final int MAX_QUEUE_DIGITS = 9;
    private static final int MAX_OFFSET_DIGITS = 18;

    private final Shape shape;
    private final @Nullable Prepared[] templates = new Prepared[(MAX_QUEUE_DIGITS + 1) * (MAX_OFFSET_DIGITS + 1)];

    /// A template with the places of its holes, relative to the frame.
    private record Prepared(FrameTemplate template, int queueAt, int offsetAt) {}

    /// What is pulled by whom.
    ///
    /// @param maxMessages that one answer may bring
    /// @param hold how long the broker may wait for a message; zero for an answer at once
    public record Shape(String topic, String group, int maxMessages, Duration hold, SerializeType header) {}

    public PullFrames(Shape shape) {
        this.shape = shape;
    }

    /// Bytes of the largest request.
    public int maxBytes() {
        return prepared(MAX_QUEUE_DIGITS, MAX_OFFSET_DIGITS).template().sizeBytes();
    }

    /// Appends one request.
    public void write(ByteBuffer target, int opaque, int queue, long offset) {
        int queueDigits = FrameTemplate.digits(queue);
        int offsetDigits = FrameTemplate.digits(offset);
        Prepared prepared = prepared(queueDigits, offsetDigits);
        int start = prepared.template().write(target, opaque);
        FrameTemplate.putDecimal(target, start + prepared.queueAt(), queueDigits, queue);
        FrameTemplate.putDecimal(target, start + prepared.offsetAt(), offsetDigits, offset);
    }

    private Prepared prepared(int queueDigits, int offsetDigits) {
        int index = queueDigits * (MAX_OFFSET_DIGITS + 1) + offsetDigits;
        Prepared prepared = templates[index];
        if (prepared == null) {
            FrameTemplate template = FrameTemplate.of(shape.header(), filling -> PullMessage.API.request(
                    request(filling.digits(QUEUE, queueDigits), filling.digits(OFFSET, offsetDigits))));
            prepared = new Prepared(template, template.hole(QUEUE).at(), template.hole(OFFSET).at());
            templates[index] = prepared;
        }
        return prepared;
    }

    private PullMessage.Request request(String queue, String offset) {
        boolean hold = shape.hold().isPositive();
        int flags = PullMessage.FLAG_SUBSCRIPTION | (hold ? PullMessage.FLAG_SUSPEND : 0);
        return new PullMessage.Request(shape.group(), shape.topic(), Integer.parseInt(queue), Long.parseLong(offset),
                shape.maxMessages(), flags, 0, shape.hold().toMillis(), SubscriptionData.SUB_ALL, 0L,
                SubscriptionData.TAG, null);
    }
}
