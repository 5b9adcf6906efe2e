package io.skylark.message.filter;

import java.util.Locale;
import java.util.Map;

/// A word or sign of an expression.
///
/// @param text as it stands there; of a [Kind#STRING] what is between the quotes
/// @param at place of its first character
record Token(Kind kind, String text, int at) {
    enum Kind {
        NOT, AND, OR, BETWEEN, IN, IS, TRUE, FALSE, NULL, CONTAINS, STARTSWITH, ENDSWITH,
        EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL,
        OPEN, COMMA, CLOSE, PLUS, MINUS,
        INTEGER, DECIMAL, STRING, PROPERTY, END
    }

    private static final Map<String, Kind> WORDS = Map.ofEntries(
            Map.entry("NOT", Kind.NOT), Map.entry("AND", Kind.AND), Map.entry("OR", Kind.OR),
            Map.entry("BETWEEN", Kind.BETWEEN), Map.entry("IN", Kind.IN), Map.entry("IS", Kind.IS),
            Map.entry("TRUE", Kind.TRUE), Map.entry("FALSE", Kind.FALSE), Map.entry("NULL", Kind.NULL),
            Map.entry("CONTAINS", Kind.CONTAINS), Map.entry("STARTSWITH", Kind.STARTSWITH),
            Map.entry("ENDSWITH", Kind.ENDSWITH));

    /// A word of the grammar, or else the name of a property.
    static Token word(String text, int at) {
        return new Token(WORDS.getOrDefault(text.toUpperCase(Locale.ROOT), Kind.PROPERTY), text, at);
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : kind == Kind.STRING ? "'" + text + "'" : text;
    }
}
