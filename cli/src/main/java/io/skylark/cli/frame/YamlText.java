package io.skylark.cli.frame;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Trees of maps, lists and scalars as YAML: block style, texts in quotes where they could be taken for something else.
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/%][A-Za-z0-9_./%@-]*");
    private static final Pattern WORD_WITH_A_MEANING = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

    private YamlText() {}

    static String of(Object tree) {
        StringBuilder text = new StringBuilder();
        if (!append(tree, "", text)) {
            text.append('\n');
        }
        return text.toString();
    }

    /// @return whether it took lines of its own
    private static boolean append(@Nullable Object value, String indent, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            boolean first = true;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(first ? "" : indent).append(scalar(String.valueOf(entry.getKey()))).append(':');
                first = false;
                nested(entry.getValue(), indent, text);
            }
            return true;
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            boolean first = true;
            for (Object element : list) {
                text.append(first ? "" : indent).append("- ");
                first = false;
                if (!append(element, indent + "  ", text)) {
                    text.append('\n');
                }
            }
            return true;
        }
        text.append(value instanceof Map ? "{}" : value instanceof List ? "[]"
                : value instanceof String string ? scalar(string)
                : String.valueOf(value));
        return false;
    }

    private static void nested(@Nullable Object value, String indent, StringBuilder text) {
        boolean block = (value instanceof Map<?, ?> map && !map.isEmpty())
                || (value instanceof List<?> list && !list.isEmpty());
        String deeper = indent + "  ";
        text.append(block ? "\n" + deeper : " ");
        if (!append(value, deeper, text)) {
            text.append('\n');
        }
    }

    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !WORD_WITH_A_MEANING.matcher(text).matches()) {
            return text;
        }
        return JsonText.of(text);
    }
}
