package io.skylark.client.error;

/// A message cannot travel as it is: too large, an illegal topic or property, or a body in a form this client does not
/// read. Nothing was sent.
public final class MessageRejectedException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public MessageRejectedException(String what) {
        super(what, NO_CODE, null, false, null, null);
    }

    /// @param nextStep what a person can do about it
    public MessageRejectedException(String what, String nextStep) {
        super(what, NO_CODE, null, false, nextStep, null);
    }

    private MessageRejectedException(MessageRejectedException original) {
        super(original);
    }

    @Override
    public MessageRejectedException rethrown() {
        return new MessageRejectedException(this);
    }
}
