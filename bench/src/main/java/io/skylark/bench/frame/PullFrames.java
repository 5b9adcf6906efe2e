package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.body.SubscriptionData;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Pull requests for one topic, with the expression in the request. Owned by one thread.
public final class PullFrames {
    private static final int MAX_QUEUE_DIGITS = 9;

    private final Shape shape;
    private final NumberTemplates templates;

    /// What is pulled by whom.
    ///
    /// @param maxMessages that one answer may bring
    /// @param hold how long the broker may wait for a message; zero for an answer at once
    /// @param expression which messages, in the language of `expressionType`
    public record Shape(String topic, String group, int maxMessages, Duration hold, SerializeType header,
            String expressionType, String expression) {
        /// The shape that takes all messages.
        public Shape(String topic, String group, int maxMessages, Duration hold, SerializeType header) {
            this(topic, group, maxMessages, hold, header, SubscriptionData.TAG, SubscriptionData.SUB_ALL);
        }

        public Shape withExpression(String type, String text) {
            return new Shape(topic, group, maxMessages, hold, header, type, text);
        }
    }

    public PullFrames(Shape shape) {
        this.shape = shape;
        this.templates = NumberTemplates.ofTwo(
                shape.header(), (filling, queue, offset) -> request((int) queue, offset));
    }

    /// Bytes of the largest request.
    public int maxBytes() {
        return templates.bytes(MAX_QUEUE_DIGITS, NumberTemplates.MAX_DIGITS);
    }

    /// Appends one request.
    public void write(ByteBuffer target, int opaque, int queue, long offset) {
        templates.write(target, opaque, queue, offset);
    }

    private Command request(int queue, long offset) {
        boolean hold = shape.hold().isPositive();
        int flags = PullMessage.FLAG_SUBSCRIPTION | (hold ? PullMessage.FLAG_SUSPEND : 0);
        return PullMessage.API.request(new PullMessage.Request(shape.group(), shape.topic(), queue, offset,
                shape.maxMessages(), flags, 0, shape.hold().toMillis(), shape.expression(), 0L,
                shape.expressionType(), null));
    }
}
