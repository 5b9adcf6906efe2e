package io.skylark.net;

import io.skylark.protocol.view.AnswerWriter;
import java.nio.ByteBuffer;

/// An answer that writes itself into the send buffer, next to others.
public interface Answer {
    /// How the request ended, in the words of the protocol.
    int code();

    /// Most bytes that [#writeTo] will write.
    int maxBytes();

    /// Writes one whole frame at the target's position. Called once, on the event loop of the connection; not called when
    /// the connection is closed.
    void writeTo(ByteBuffer target, AnswerWriter writer);
}
