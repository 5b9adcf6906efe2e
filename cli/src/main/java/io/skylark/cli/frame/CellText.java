package io.skylark.cli.frame;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as people read them.
public final class CellText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final String NOTHING = "-";

    private CellText() {}

    /// By the clock of the place.
    public static String time(Instant time) {
        return TIME.format(time);
    }

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Instant time -> time(time);
            case Double number -> String.format(Locale.ROOT, "%.1f", number);
            case Boolean yes -> yes ? "yes" : "no";
            case Collection<?> list -> list.isEmpty() ? NOTHING
                    : list.stream().map(CellText::of).collect(Collectors.joining(","));
            case Map<?, ?> map -> map.isEmpty() ? NOTHING
                    : map.entrySet().stream()
                            .map(each -> each.getKey() + "=" + of(each.getValue()))
                            .sorted()
                            .collect(Collectors.joining(","));
            default -> printable(value.toString());
        };
    }

    /// A text of someone else, harmless on a terminal.
    public static String printable(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.toString();
    }
}
