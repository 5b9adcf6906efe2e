package io.skylark.message.filter;

import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import java.nio.ByteBuffer;

/// A compiled SQL92 expression over message properties, with the grammar and the three-valued logic of RocketMQ.
///
/// Grammar, words in any case, names of properties in exactly theirs:
/// ```
/// or         = and { OR and }
/// and        = equality { AND equality }
/// equality   = comparison { ( "=" | "<>" ) comparison | IS [ NOT ] NULL }
/// comparison = unary { ( ">" | ">=" | "<" | "<=" ) unary | [ NOT ] BETWEEN unary AND unary
///                    | [ NOT ] IN "(" string { "," string } ")"
///                    | [ NOT ] ( CONTAINS | STARTSWITH | ENDSWITH ) string }
/// unary      = ( "+" | "-" | NOT ) unary | primary
/// primary    = TRUE | FALSE | NULL | integer | decimal | string | property | "(" or ")"
/// ```
/// As in RocketMQ, what stands behind a complete expression is not read, so that `a = 1 LIKE 'x'` means `a = 1`:
/// clients that live with it today must not be refused tomorrow.
public final class SqlFilter {
    /// Longest text, in characters.
    public static final int MAX_CHARS = 65_536;

    /// How deep an expression may be nested; each level takes stack of the thread that parses or evaluates.
    public static final int MAX_DEPTH = 256;

    private final String text;
    private final Node root;

    private SqlFilter(String text, Node root) {
        this.text = text;
        this.root = root;
    }

    /// @throws FilterSyntaxException when the text is no such expression
    public static SqlFilter compile(String text) {
        if (text.length() > MAX_CHARS) {
            throw new FilterSyntaxException(
                    "an expression of " + text.length() + " characters; at most " + MAX_CHARS + " are read");
        }
        return new SqlFilter(text, new Parser(text).parse());
    }

    public Verdict evaluate(PropertyValues properties) {
        Object value = root.evaluate(properties);
        if (value instanceof Boolean) {
            return value.equals(true) ? Verdict.TRUE : Verdict.FALSE;
        }
        return value == NoValue.FAULT ? Verdict.FAULT : Verdict.UNKNOWN;
    }

    /// Whether the stored message at `at` passes, read in place.
    public boolean matches(ByteBuffer source, int at) {
        int propertiesAt = at + MessageLayout.propertiesAt(source, at);
        int length = MessageLayout.propertiesLength(source, at);
        return root.evaluate(name -> Properties.findLast(source, propertiesAt, length, name)).equals(true);
    }

    /// The text it was compiled from.
    @Override
    public String toString() {
        return text;
    }
}
