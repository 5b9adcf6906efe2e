package io.skylark.server.config;

/// One setting that has an effect.
///
/// @param name as in a RocketMQ configuration file
/// @param standard what it is when nobody sets it, as text; empty when that is decided at run time
/// @param meaning one line for people
/// @param form how its text becomes a value
public record Key<T>(String name, String standard, String meaning, Form<T> form) {

    /// How the text of a setting becomes a value.
    public interface Form<T> {
        /// @throws IllegalArgumentException when the text is not of this form; the message completes "must be ..."
        T read(String text);
    }
}
