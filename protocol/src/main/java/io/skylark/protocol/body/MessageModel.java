package io.skylark.protocol.body;

/// Who of a group gets a message: one member, every member, or whoever subscribed to its lite topic.
public enum MessageModel {
    BROADCASTING,
    CLUSTERING,
    LITE_SELECTIVE
}
