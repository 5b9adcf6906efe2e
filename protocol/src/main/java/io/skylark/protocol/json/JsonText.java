package io.skylark.protocol.json;

import org.jspecify.annotations.Nullable;

/// Strings as JSON text.
public final class JsonText {
    /// Characters from this one on may be written as they are, or escaped.
    static final int ASCII = 0x80;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /// How characters below [#ASCII] are escaped; null for one that stays as it is.
    private static final @Nullable String[] ESCAPES = escapes();

    private JsonText() {}

    /// Appends `value` in quotes; control characters are escaped, everything else stays as it is.
    public static void quote(String value, StringBuilder target) {
        quote(value, target, false);
    }

    /// Appends `value` in quotes; with `ascii`, every character above 126 is escaped too.
    static void quote(String value, StringBuilder target, boolean ascii) {
        target.append('"');
        // Runs of what stays as it is are appended at once: character by character took a seventh of a delayed send.
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c, ascii)) {
                continue;
            }
            target.append(value, from, i);
            from = i + 1;
            String escape = c < ASCII ? escape(c) : unicode(c);
            target.append(escape);
        }
        target.append(value, from, value.length());
        target.append('"');
    }

    private static boolean isPlain(char c, boolean ascii) {
        return c < ASCII ? ESCAPES[c] == null : !ascii;
    }

    /// How a character below [#ASCII] is written in a string; null when it stays as it is.
    static @Nullable String escape(char c) {
        return ESCAPES[c];
    }

    private static @Nullable String[] escapes() {
        @Nullable String[] escapes = new @Nullable String[ASCII];
        for (char c = 0; c < ' '; c++) {
            escapes[c] = unicode(c);
        }
        escapes[0x7F] = unicode((char) 0x7F);
        escapes['"'] = "\\\"";
        escapes['\\'] = "\\\\";
        escapes['\n'] = "\\n";
        escapes['\r'] = "\\r";
        escapes['\t'] = "\\t";
        escapes['\b'] = "\\b";
        escapes['\f'] = "\\f";
        return escapes;
    }

    private static String unicode(char c) {
        StringBuilder text = new StringBuilder("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(HEX[(c >> shift) & 0xF]);
        }
        return text.toString();
    }
}
