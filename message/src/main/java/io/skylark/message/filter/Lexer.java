package io.skylark.message.filter;

import io.skylark.message.filter.Token.Kind;

/// Cuts an expression into tokens, one when it is asked for: what stands behind a complete expression is never read.
final class Lexer {
    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        skipBlanks();
        if (at == text.length()) {
            return new Token(Kind.END, "", at);
        }
        char c = text.charAt(at);
        if (isNameStart(c)) {
            return word();
        } else if (isDigit(c) || c == '.') {
            return number();
        } else if (c == '\'') {
            return string();
        }
        return sign(c);
    }

    private void skipBlanks() {
        while (at < text.length()) {
            if (" \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else if (text.startsWith("--", at) && lineEnd() >= 0) {
                at = lineEnd() + 1;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw failure("a comment without end");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    /// Where the line ends; in the last line two dashes are no comment but two signs.
    private int lineEnd() {
        for (int i = at; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                return i;
            }
        }
        return -1;
    }

    private Token word() {
        int from = at;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return Token.word(text.substring(from, at), from);
    }

    /// A decimal has digits and a point, or digits and an exponent; an integer has no leading zero, and may end with L.
    private Token number() {
        int from = at;
        int digits = digitsEnd(from);
        boolean point = digits < text.length() && text.charAt(digits) == '.';
        int mantissa = point ? digitsEnd(digits + 1) : digits;
        if (point && mantissa == from + 1) {
            throw failure("a point without digits");
        }
        int exponent = exponentEnd(mantissa);
        if (point || exponent > mantissa) {
            at = exponent;
            return new Token(Kind.DECIMAL, text.substring(from, at), from);
        }
        if (text.charAt(from) == '0') {
            at = from + 1;
            return new Token(Kind.INTEGER, "0", from);
        }
        at = digits < text.length() && (text.charAt(digits) == 'l' || text.charAt(digits) == 'L') ? digits + 1 : digits;
        return new Token(Kind.INTEGER, text.substring(from, digits), from);
    }

    private int digitsEnd(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private int exponentEnd(int from) {
        if (from == text.length() || (text.charAt(from) != 'e' && text.charAt(from) != 'E')) {
            return from;
        }
        int digits = from + 1;
        if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
            digits++;
        }
        int end = digitsEnd(digits);
        return end > digits ? end : from;
    }

    /// Two quotes stand for one; but when no end follows, the first of the last two is the end.
    private Token string() {
        int end = -1;
        boolean paired = true;
        for (int quote = text.indexOf('\'', at + 1); quote >= 0 && paired; ) {
            end = quote;
            paired = text.startsWith("''", quote);
            quote = text.indexOf('\'', quote + 2);
        }
        if (end < 0) {
            throw failure("a text without end");
        }
        int from = at;
        at = end + 1;
        return new Token(Kind.STRING, text.substring(from + 1, end).replace("''", "'"), from);
    }

    private Token sign(char c) {
        Kind kind = switch (c) {
            case '=' -> Kind.EQUAL;
            case '>' -> followedBy('=') ? Kind.GREATER_OR_EQUAL : Kind.GREATER;
            case '<' -> followedBy('>') ? Kind.NOT_EQUAL : followedBy('=') ? Kind.LESS_OR_EQUAL : Kind.LESS;
            case '(' -> Kind.OPEN;
            case ',' -> Kind.COMMA;
            case ')' -> Kind.CLOSE;
            case '+' -> Kind.PLUS;
            case '-' -> Kind.MINUS;
            default -> throw failure("a character that means nothing: " + c);
        };
        boolean two = kind == Kind.GREATER_OR_EQUAL || kind == Kind.NOT_EQUAL || kind == Kind.LESS_OR_EQUAL;
        int from = at;
        at += two ? 2 : 1;
        return new Token(kind, text.substring(from, at), from);
    }

    private boolean followedBy(char wanted) {
        return at + 1 < text.length() && text.charAt(at + 1) == wanted;
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private FilterSyntaxException failure(String what) {
        return new FilterSyntaxException(what + ", at character " + (at + 1));
    }
}
