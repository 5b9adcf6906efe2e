package io.skylark.net;

/// Answers the plain requests of a busy conversation without decoding them; runs on the event loop, and never blocks.
@FunctionalInterface
public interface FastHandler {
    /// @param request valid during the call only
    /// @return false when the request needs the general way, where it is then decoded; nothing was done to it
    boolean handle(FastRequest request);
}
