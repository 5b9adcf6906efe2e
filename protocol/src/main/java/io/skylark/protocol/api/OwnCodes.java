package io.skylark.protocol.api;

/// Request codes of conversations that RocketMQ does not have: 28,001 to 28,099, far from what it uses up to 5.5.0, and
/// below 32,768, as a binary header has 16 bits for a code. Its servers answer them with "not supported".
final class OwnCodes {
    static final int DELAYED_MESSAGES = 28_001;
    static final int OPEN_TRANSACTIONS = 28_002;
    static final int REMAINDER = 28_011;

    private OwnCodes() {}
}
