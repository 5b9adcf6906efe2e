package io.skylark.bench.frame;

import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.SendBack;
import java.nio.ByteBuffer;

/// Requests that give messages back to the broker, for a later try. Owned by one thread.
public final class SendBackFrames {
    /// What the official client asks for when nothing is set.
    private static final int MAX_TIMES = 16;
    /// The broker finds a message by its position; the id is only as long as one.
    private static final String MESSAGE_ID =
            SendFrames.KEY_START + "0".repeat(SendFrames.KEY_DIGITS);

    private final NumberTemplates templates;

    /// @param delayLevel how long until the next try
    public SendBackFrames(String topic, String group, int delayLevel) {
        templates = NumberTemplates.ofOne(SerializeType.JSON, (filling, position, none) -> SendBack.API.request(
                new SendBack.Request(position, group, delayLevel, MESSAGE_ID, topic, MAX_TIMES)));
    }

    /// Bytes of the largest request.
    public int maxBytes() {
        return templates.bytes(NumberTemplates.MAX_DIGITS, 0);
    }

    /// Appends one request.
    ///
    /// @param position of the message in the broker's log
    public void write(ByteBuffer target, int opaque, long position) {
        templates.write(target, opaque, position, 0);
    }
}
