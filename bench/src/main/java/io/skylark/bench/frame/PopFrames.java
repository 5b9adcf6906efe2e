package io.skylark.bench.frame;

import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.SubscriptionData;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Pops from any queue of one topic, for one consumer group after the other, each from the oldest message on, answered
/// at once. Immutable.
public final class PopFrames {
    /// Numbers of groups are below this.
    public static final int MAX_GROUPS = 100_000;

    private static final String GROUP = "group";
    private static final int GROUP_DIGITS = 5;

    private final Shape shape;
    private final FrameTemplate template;

    /// What is popped by whom.
    ///
    /// @param groups how their names begin
    /// @param maxMessages that one answer may bring
    /// @param invisible how long nobody else gets them
    public record Shape(String topic, String groups, int maxMessages, Duration invisible) {}

    public PopFrames(Shape shape) {
        this.shape = shape;
        template = FrameTemplate.of(SerializeType.JSON, filling -> PopMessage.API.request(new PopMessage.Request(
                shape.groups() + filling.digits(GROUP, GROUP_DIGITS), shape.topic(), PopMessage.ANY_QUEUE,
                shape.maxMessages(), shape.invisible().toMillis(), 0, 0, PopMessage.INIT_MIN, SubscriptionData.TAG,
                SubscriptionData.SUB_ALL, false, null)));
    }

    public int maxBytes() {
        return template.sizeBytes();
    }

    /// The name of a group.
    public String group(int number) {
        String digits = Integer.toString(number);
        return shape.groups() + "0".repeat(GROUP_DIGITS - digits.length()) + digits;
    }

    /// Appends one request.
    public void write(ByteBuffer target, int opaque, int group) {
        int start = template.write(target, opaque);
        FrameTemplate.putDecimal(target, start + template.hole(GROUP).at(), GROUP_DIGITS, group);
    }
}
