package io.skylark.bench.frame;

import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.EndTransaction;
import java.nio.ByteBuffer;

/// Requests that commit half messages. They are answered, other than those of the official client. Owned by one thread.
public final class CommitFrames {
    private static final String KEY = "key";

    private final NumberTemplates templates;

    public CommitFrames(String topic) {
        templates = NumberTemplates.ofTwo(SerializeType.JSON, (filling, offset, position) -> {
            String key = SendFrames.KEY_START + filling.digits(KEY, SendFrames.KEY_DIGITS);
            return EndTransaction.API.request(new EndTransaction.Request(
                    topic, SendFrames.GROUP, offset, position, EndTransaction.COMMIT, false, key, key));
        });
    }

    /// Bytes of the largest request.
    public int maxBytes() {
        return templates.bytes(NumberTemplates.MAX_DIGITS, NumberTemplates.MAX_DIGITS);
    }

    /// Appends one request.
    ///
    /// @param offset that the send of the half message was answered with
    /// @param position that is in the message id it was answered with
    /// @param sequence of the half message in `run`
    public void write(ByteBuffer target, int opaque, long offset, long position, long run, long sequence) {
        int start = target.position();
        FrameTemplate template = templates.write(target, opaque, offset, position);
        for (FrameTemplate.Hole hole : template.holes(KEY)) {
            FrameTemplate.putHex(target, start + hole.at(), SendFrames.KEY_DIGITS, SendFrames.key(run, sequence));
        }
    }
}
