package io.skylark.protocol.json;

/// Strings as JSON text.
public final class JsonText {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

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
            switch (c) {
                case '"' -> target.append("\\\"");
                case '\\' -> target.append("\\\\");
                case '\n' -> target.append("\\n");
                case '\r' -> target.append("\\r");
                case '\t' -> target.append("\\t");
                case '\b' -> target.append("\\b");
                case '\f' -> target.append("\\f");
                default -> unicode(c, target);
            }
        }
        target.append(value, from, value.length());
        target.append('"');
    }

    private static boolean isPlain(char c, boolean ascii) {
        return c >= ' ' && c != '"' && c != '\\' && c != 0x7F && (c < 0x7F || !ascii);
    }

    private static void unicode(char c, StringBuilder target) {
        target.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            target.append(HEX[(c >> shift) & 0xF]);
        }
    }
}
