package io.skylark.server.node;

/// How a process or a part of it is, for people who look at it and for what supervises it.
///
/// @param live false when only a new start can help
/// @param sentence one line, without a full stop
public record NodeState(boolean live, String sentence) {
    NodeState and(NodeState other) {
        return new NodeState(live && other.live, sentence + "; " + other.sentence);
    }
}
