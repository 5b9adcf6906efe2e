package io.skylark.server.config;

import java.util.function.Function;

/// How the text of a setting becomes a value, and back.
///
/// @param range what is allowed; completes the sentence "must be ..."
/// @param unit of a plain number, such as ms; empty when there is none
/// @param reader throws [IllegalArgumentException] when the text is not of this form
/// @param writer the plainest text that reads as the value, which tools for RocketMQ understand too
public record Form<T>(String range, String unit, Function<String, T> reader, Function<T, String> writer) {

    /// @throws IllegalArgumentException when the text is not of this form; the message completes "must be ..."
    public T read(String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new IllegalArgumentException(range, wrong);
        }
    }

    /// The text in its plainest form.
    String plain(String text) {
        return writer.apply(read(text));
    }

    Form<T> in(String otherUnit) {
        return new Form<>(range, otherUnit, reader, writer);
    }
}
