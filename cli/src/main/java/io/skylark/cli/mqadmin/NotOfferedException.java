package io.skylark.cli.mqadmin;

/// The command is for something that this product does not have; the message says what, and what to do instead.
final class NotOfferedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotOfferedException(String message) {
        super(message);
    }
}
