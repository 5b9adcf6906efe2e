package io.skylark.client.admin;

/// What a group did with a message, as far as its offset tells.
public record MessageTrack(String group, State state) {
    /// How far a group is with a message.
    public enum State {
        /// The group's offset is behind it: consumed, filtered out, or returned to the group's retry topic.
        PASSED,

        /// The group has not come to it yet.
        WAITING,

        /// The group has no offset in its queue: it never consumed there, or consumes all messages in every member.
        NOT_BEGUN
    }
}
