package io.skylark.server.config;

import io.skylark.server.config.Key.Form;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forms that settings have.
final class Forms {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");

    static final Form<String> TEXT = text -> text;

    static final Form<Optional<String>> OPTIONAL_TEXT =
            text -> text.isEmpty() ? Optional.empty() : Optional.of(text);

    static final Form<Boolean> FLAG = text -> switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("true or false");
    };

    /// Hours of the day, `04` or `04;16`.
    static final Form<Set<Integer>> HOURS = text -> {
        Set<Integer> hours = new TreeSet<>();
        for (String hour : text.split(";", -1)) {
            if (!hour.strip().matches("[01]?\\d|2[0-3]")) {
                throw new IllegalArgumentException("hours from 00 to 23, such as 04 or 04;16");
            }
            hours.add(Integer.valueOf(hour.strip()));
        }
        return hours;
    };

    private Forms() {}

    static Form<Integer> wholeNumber(int min, int max) {
        return text -> Math.toIntExact(inRange(parse(text, min, max), min, max));
    }

    /// Whole per cent, with or without the sign: `5`, `5%`.
    static Form<Integer> percent(int min, int max) {
        return text -> {
            String digits = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
            try {
                return Math.toIntExact(inRange(parse(digits, min, max), min, max));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(wrong.getMessage() + ", in per cent", wrong);
            }
        };
    }

    /// Nothing, or another form.
    static <T> Form<Optional<T>> optional(Form<T> form) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(form.read(text));
    }

    /// A number of bytes: `1073741824`, `64KB`, `64MB`, `1GB`; the units are powers of 1024.
    static Form<Long> bytes(long min, long max) {
        return text -> {
            String expected = "a number of bytes from " + min + " to " + max + ", such as 65536, 64KB or 1GB";
            Matcher matcher = quantity(text, expected);
            int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "", "b" -> 0;
                case "k", "kb", "kib" -> 10;
                case "m", "mb", "mib" -> 20;
                case "g", "gb", "gib" -> 30;
                default -> throw new IllegalArgumentException(expected);
            };
            return bounded(matcher.group(1), 1L << shift, min, max, expected);
        };
    }

    /// A time in milliseconds, or with one of the units ms, s, m, h, d.
    static Form<Duration> time(Duration min, Duration max) {
        return text -> {
            String expected = "a time from " + min.toMillis() + " to " + max.toMillis()
                    + " ms, such as 500, 500ms, 30s or 2m";
            Matcher matcher = quantity(text, expected);
            long unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "", "ms" -> 1;
                case "s" -> 1_000;
                case "m", "min" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> throw new IllegalArgumentException(expected);
            };
            return Duration.ofMillis(bounded(matcher.group(1), unit, min.toMillis(), max.toMillis(), expected));
        };
    }

    static Form<String> oneOf(String... allowed) {
        Set<String> names = new TreeSet<>(Arrays.asList(allowed));
        return text -> {
            String name = text.toUpperCase(Locale.ROOT);
            if (!names.contains(name)) {
                throw new IllegalArgumentException("one of " + String.join(", ", names));
            }
            return name;
        };
    }

    private static long parse(String text, long min, long max) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("a whole number from " + min + " to " + max, notANumber);
        }
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("a whole number from " + min + " to " + max);
        }
        return value;
    }

    private static Matcher quantity(String text, String expected) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected);
        }
        return matcher;
    }

    private static long bounded(String digits, long unit, long min, long max, String expected) {
        long count = Long.parseLong(digits);
        if (count > max / unit || count * unit < min) {
            throw new IllegalArgumentException(expected);
        }
        return count * unit;
    }
}
