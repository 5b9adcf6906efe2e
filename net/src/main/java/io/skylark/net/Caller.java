package io.skylark.net;

import io.skylark.protocol.SerializeType;

/// Who waits for an answer: a decoded request, or one that was read in place.
public interface Caller {
    Connection connection();

    int opaque();

    SerializeType type();

    /// Sends the answer; only the first one counts.
    void answer(Answer answer);

    /// Gives the request's body back early; for requests that wait long for their answer, which are measured apart from then
    /// on.
    void releaseBody();
}
