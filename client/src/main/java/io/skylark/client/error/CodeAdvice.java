package io.skylark.client.error;

import io.skylark.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/// What is known of a response code: its name, whether another attempt can help, and what a person can do.
record CodeAdvice(@Nullable String name, boolean retryable, @Nullable String nextStep) {
    private static final CodeAdvice UNKNOWN = new CodeAdvice(null, false, "See the server's log");

    private static final int VERSION_NOT_SUPPORTED = 15;

    /// Message consumption was held back by the broker's own limits.
    private static final int FLOW_CONTROL = 215;

    /// @param topic that the request was about, null when it was about none
    /// @param group as `topic`
    static CodeAdvice of(int code, @Nullable String topic, @Nullable String group) {
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
            case VERSION_NOT_SUPPORTED ->
                new CodeAdvice("VERSION_NOT_SUPPORTED", false, "The server is of a version without this feature");
            case ResponseCode.NO_PERMISSION ->
                new CodeAdvice("NO_PERMISSION", true, "Look at the permissions of broker, topic and group");
            case ResponseCode.TOPIC_NOT_EXIST -> new CodeAdvice("TOPIC_NOT_EXIST", true, createTopic(topic));
            case ResponseCode.SUBSCRIPTION_PARSE_FAILED ->
                new CodeAdvice("SUBSCRIPTION_PARSE_FAILED", false, "Correct the filter expression");
            case ResponseCode.SUBSCRIPTION_NOT_EXIST ->
                new CodeAdvice("SUBSCRIPTION_NOT_EXIST", true, "The next heartbeat makes the group known");
            case ResponseCode.SUBSCRIPTION_NOT_LATEST ->
                new CodeAdvice("SUBSCRIPTION_NOT_LATEST", true,
                        "All members of a group must subscribe to the same topics and tags");
            case ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST ->
                new CodeAdvice("SUBSCRIPTION_GROUP_NOT_EXIST", false, createGroup(group));
            case ResponseCode.INVALID_PARAMETER ->
                new CodeAdvice("INVALID_PARAMETER", false, "Correct what the server names");
            case ResponseCode.CONSUMER_NOT_ONLINE ->
                new CodeAdvice("CONSUMER_NOT_ONLINE", true, "Start a consumer of the group");
            case ResponseCode.CONSUME_MESSAGE_TIMEOUT ->
                new CodeAdvice("CONSUME_MESSAGE_TIMEOUT", true, "Look at the consumer: it did not answer the broker");
            case ResponseCode.POLLING_FULL ->
                new CodeAdvice("POLLING_FULL", true, "Too many wait at the broker; ask again a moment later");
            case ResponseCode.NO_MESSAGE ->
                new CodeAdvice("NO_MESSAGE", false, "The queue does not have the message any more, or it was acknowledged");
            case FLOW_CONTROL -> new CodeAdvice("FLOW_CONTROL", true, "Go on more slowly");
            case ResponseCode.GO_AWAY -> new CodeAdvice("GO_AWAY", true, "The server is about to stop");
            default -> UNKNOWN;
        };
    }

    static String createTopic(@Nullable String topic) {
        return "Create the topic: skylark topic create " + (topic == null ? "TOPIC" : topic);
    }

    static String createGroup(@Nullable String group) {
        return "Create the group: skylark group create " + (group == null ? "GROUP" : group);
    }

    /// The same of a server that did not accept who asks, or what for: it will not the next time either.
    CodeAdvice denied(Denial why) {
        return new CodeAdvice(name, false, why.nextStep());
    }

    String named() {
        return name == null ? "" : " " + name;
    }
}
