package io.skylark.server.config;

import io.skylark.broker.config.TimerConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The forms that settings have.
final class Forms {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");
    private static final Pattern HOUR = Pattern.compile("[01]?\\d|2[0-3]");

    static final Form<String> TEXT = new Form<>("text", "", text -> text, text -> text);

    static final Form<Optional<String>> OPTIONAL_TEXT = optional(TEXT);

    static final Form<Boolean> FLAG = new Form<>("true or false", "", Forms::flag, String::valueOf);

    /// Hours of the day, `04` or `04;16`.
    static final Form<Set<Integer>> HOURS = new Form<>(
            "hours from 00 to 23, such as 04 or 04;16", "", Forms::hours,
            hours -> hours.stream().map(hour -> String.format(Locale.ROOT, "%02d", hour))
                    .collect(Collectors.joining(";")));

    static final Form<List<Duration>> DELAYS = new Form<>(
            "delays such as 1s 5m 2h 1d, separated by spaces, each at most " + Integer.MAX_VALUE + "s", "",
            TimerConfig::levels,
            delays -> delays.stream().map(Forms::shortest).collect(Collectors.joining(" ")));

    private Forms() {}

    static Form<Integer> wholeNumber(int min, int max) {
        return new Form<>(
                "a whole number from " + min + " to " + max, "",
                text -> Math.toIntExact(inRange(Long.parseLong(text), min, max)), String::valueOf);
    }

    /// Whole per cent, with or without the sign: `5`, `5%`.
    static Form<Integer> percent(int min, int max) {
        return new Form<>(
                "a whole number from " + min + " to " + max + ", in per cent", "%",
                text -> {
                    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
                    return Math.toIntExact(inRange(Long.parseLong(digits), min, max));
                },
                String::valueOf);
    }

    /// Nothing, or another form.
    static <T> Form<Optional<T>> optional(Form<T> form) {
        Function<String, Optional<T>> reader =
                text -> text.isEmpty() ? Optional.empty() : Optional.of(form.read(text));
        return new Form<>(form.range(), form.unit(), reader, value -> value.map(form.writer()).orElse(""));
    }

    /// A number of bytes: `1073741824`, `64KB`, `64MB`, `1GB`; the units are powers of 1024.
    static Form<Long> bytes(long min, long max) {
        return new Form<>(
                "a number of bytes from " + min + " to " + max + ", such as 65536, 64KB or 1GB", "bytes",
                text -> {
                    Matcher matcher = quantity(text);
                    int shift = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                        case "", "b" -> 0;
                        case "k", "kb", "kib" -> 10;
                        case "m", "mb", "mib" -> 20;
                        case "g", "gb", "gib" -> 30;
                        default -> throw new IllegalArgumentException("no unit of bytes");
                    };
                    return bounded(matcher.group(1), 1L << shift, min, max);
                },
                String::valueOf);
    }

    /// A time in milliseconds, or with one of the units ms, s, m, h, d.
    static Form<Duration> time(Duration min, Duration max) {
        return new Form<>(
                "a time from " + min.toMillis() + " to " + max.toMillis() + " ms, such as 500, 500ms, 30s or 2m", "ms",
                text -> {
                    Matcher matcher = quantity(text);
                    long unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                        case "", "ms" -> 1;
                        case "s" -> 1_000;
                        case "m", "min" -> 60_000;
                        case "h" -> 3_600_000;
                        case "d" -> 86_400_000;
                        default -> throw new IllegalArgumentException("no unit of time");
                    };
                    return Duration.ofMillis(bounded(matcher.group(1), unit, min.toMillis(), max.toMillis()));
                },
                time -> String.valueOf(time.toMillis()));
    }

    static Form<String> oneOf(String... allowed) {
        Set<String> names = new TreeSet<>(Arrays.asList(allowed));
        return new Form<>(
                "one of " + String.join(", ", names), "",
                text -> {
                    String name = text.toUpperCase(Locale.ROOT);
                    if (!names.contains(name)) {
                        throw new IllegalArgumentException("not among them");
                    }
                    return name;
                },
                name -> name);
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static Set<Integer> hours(String text) {
        Set<Integer> hours = new TreeSet<>();
        for (String hour : text.split(";", -1)) {
            if (!HOUR.matcher(hour.strip()).matches()) {
                throw new IllegalArgumentException("no hour");
            }
            hours.add(Integer.valueOf(hour.strip()));
        }
        return hours;
    }

    private static String shortest(Duration delay) {
        long seconds = delay.toSeconds();
        if (seconds % 3_600 == 0 && seconds > 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static Matcher quantity(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no quantity");
        }
        return matcher;
    }

    private static long bounded(String digits, long unit, long min, long max) {
        long count = Long.parseLong(digits);
        if (count > max / unit || count * unit < min) {
            throw new IllegalArgumentException("out of range");
        }
        return count * unit;
    }
}
