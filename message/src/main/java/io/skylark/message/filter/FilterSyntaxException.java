package io.skylark.message.filter;

/// The text of a filter cannot be compiled; the message says what is wrong and where.
public final class FilterSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// The message may quote the expression, which may be long, and ends up in a header field.
    private static final int MAX_MESSAGE_CHARS = 1_000;

    public FilterSyntaxException(String message) {
        super(message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "...");
    }
}
