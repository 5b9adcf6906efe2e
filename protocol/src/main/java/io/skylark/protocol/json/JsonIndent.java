package io.skylark.protocol.json;

/// Spreads JSON text of [JsonWriter] over lines, for files that people read. What is empty and lists of numbers stay on one
/// line.
final class JsonIndent {
    private JsonIndent() {}

    static String of(String json) {
        StringBuilder text = new StringBuilder(2 * json.length());
        int depth = 0;
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            switch (c) {
                case '"' -> {
                    int end = endOfText(json, i);
                    text.append(json, i, end);
                    i = end;
                    continue;
                }
                case '{', '[' -> {
                    if (isOnOneLine(json, i)) {
                        int end = json.indexOf(closing(c), i);
                        text.append(json, i, end + 1);
                        i = end;
                    } else {
                        text.append(c);
                        depth++;
                        newLine(text, depth);
                    }
                }
                case '}', ']' -> {
                    depth--;
                    newLine(text, depth);
                    text.append(c);
                }
                case ',' -> {
                    text.append(c);
                    newLine(text, depth);
                }
                default -> text.append(c);
            }
            i++;
        }
        return text.toString();
    }

    private static boolean isOnOneLine(String json, int opening) {
        char first = json.charAt(opening);
        char next = json.charAt(opening + 1);
        return next == closing(first) || (first == '[' && (next == '-' || Character.isDigit(next)));
    }

    private static char closing(char opening) {
        return opening == '{' ? '}' : ']';
    }

    /// Behind the quote that closes the text whose opening one is at `from`.
    private static int endOfText(String json, int from) {
        int i = from + 1;
        while (json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n');
        text.append("\t".repeat(depth));
    }
}
