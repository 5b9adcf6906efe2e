package io.skylark.client.error;

import io.skylark.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/// What is known of a response code: its name, whether another attempt can help, and what a person can do.
record CodeAdvice(@Nullable String name, boolean retryable, @Nullable String nextStep) {
    private static final CodeAdvice UNKNOWN = new CodeAdvice(null, false, null);

    /// Message consumption was held back by the broker's own limits.
    private static final int FLOW_CONTROL = 215;

    static CodeAdvice of(int code) {
        return switch (code) {
            case ResponseCode.SYSTEM_ERROR -> new CodeAdvice("SYSTEM_ERROR", true, "See the server's log");
            case ResponseCode.SYSTEM_BUSY ->
                new CodeAdvice("SYSTEM_BUSY", true, "The server sheds load; send slower, or add brokers");
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED ->
                new CodeAdvice("REQUEST_CODE_NOT_SUPPORTED", false, "The server is of a version without this feature");
            case ResponseCode.MESSAGE_ILLEGAL ->
                new CodeAdvice("MESSAGE_ILLEGAL", false, "Send a smaller or corrected message");
            case ResponseCode.SERVICE_NOT_AVAILABLE ->
                new CodeAdvice("SERVICE_NOT_AVAILABLE", true, "Look at the broker's disk and role");
            case ResponseCode.NO_PERMISSION ->
                new CodeAdvice("NO_PERMISSION", true, "Look at the permissions of broker, topic and group");
            case ResponseCode.TOPIC_NOT_EXIST ->
                new CodeAdvice("TOPIC_NOT_EXIST", true, "Create the topic: skylark topic create TOPIC");
            case ResponseCode.SUBSCRIPTION_PARSE_FAILED ->
                new CodeAdvice("SUBSCRIPTION_PARSE_FAILED", false, "Correct the filter expression");
            case ResponseCode.SUBSCRIPTION_NOT_EXIST ->
                new CodeAdvice("SUBSCRIPTION_NOT_EXIST", true, "The next heartbeat makes the group known");
            case ResponseCode.SUBSCRIPTION_NOT_LATEST ->
                new CodeAdvice("SUBSCRIPTION_NOT_LATEST", true,
                        "All members of a group must subscribe to the same topics and tags");
            case ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST ->
                new CodeAdvice("SUBSCRIPTION_GROUP_NOT_EXIST", false, "Create the group: skylark group create GROUP");
            case ResponseCode.INVALID_PARAMETER -> new CodeAdvice("INVALID_PARAMETER", false, null);
            case FLOW_CONTROL -> new CodeAdvice("FLOW_CONTROL", true, null);
            case ResponseCode.GO_AWAY -> new CodeAdvice("GO_AWAY", true, "The server is about to stop");
            default -> UNKNOWN;
        };
    }

    String named() {
        return name == null ? "" : " " + name;
    }
}
