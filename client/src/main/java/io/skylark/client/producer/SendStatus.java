package io.skylark.client.producer;

import io.skylark.protocol.ResponseCode;
import java.util.Optional;

/// How safely a message was stored. All of these mean that it is stored.
public enum SendStatus {
    SEND_OK(ResponseCode.SUCCESS),

    /// In memory, but not on disk in time.
    FLUSH_DISK_TIMEOUT(ResponseCode.FLUSH_DISK_TIMEOUT),

    /// On this broker, but not on a replica in time.
    FLUSH_SLAVE_TIMEOUT(ResponseCode.FLUSH_SLAVE_TIMEOUT),

    /// On this broker, and there is no replica to take it.
    SLAVE_NOT_AVAILABLE(ResponseCode.SLAVE_NOT_AVAILABLE);

    private final int code;

    SendStatus(int code) {
        this.code = code;
    }

    /// Empty for a code that means that nothing was stored.
    static Optional<SendStatus> of(int code) {
        for (SendStatus status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
