package io.skylark.broker.table;

import io.skylark.log.LogRefusal;
import io.skylark.protocol.ResponseCode;

/// What clients are told when the log refuses an entry.
public final class LogAnswers {
    private LogAnswers() {}

    public static int code(LogRefusal why) {
        return switch (why.reason()) {
            case BUSY -> ResponseCode.SYSTEM_BUSY;
            case TOO_LARGE -> ResponseCode.MESSAGE_ILLEGAL;
            case DISK_FULL, CLOSED, FAILED -> ResponseCode.SERVICE_NOT_AVAILABLE;
        };
    }

    public static String remark(LogRefusal why) {
        return switch (why.reason()) {
            case BUSY -> "[OVERLOAD]system busy, start flow control for a while: " + why.detail();
            case TOO_LARGE -> "the message is illegal: " + why.detail();
            case DISK_FULL -> "service not available now: the broker's disk is full: " + why.detail();
            case CLOSED, FAILED -> "service not available now: " + why.detail();
        };
    }
}
