package io.skylark.client.error;

import io.skylark.protocol.Command;

/// A server answered, and said no. [#code()] is its response code, [#remark()] its words.
public final class RefusedException extends SkylarkException {
    private static final long serialVersionUID = 1;

    private final String remark;

    private RefusedException(String what, String server, int code, String remark, CodeAdvice advice) {
        super(what + " was refused by " + server + ": code " + code + advice.named() + ": " + remark,
                code, server, advice.retryable(), advice.nextStep(), null);
        this.remark = remark;
    }

    private RefusedException(RefusedException original) {
        super(original);
        this.remark = original.remark;
    }

    /// @param what the call in plain words, such as `sending to TopicTest`
    public static RefusedException of(String what, String server, Command answer) {
        String remark = answer.remark() == null ? "no reason given" : answer.remark();
        return new RefusedException(what, server, answer.code(), remark, CodeAdvice.of(answer.code()));
    }

    public String remark() {
        return remark;
    }

    @Override
    public RefusedException rethrown() {
        return new RefusedException(this);
    }
}
