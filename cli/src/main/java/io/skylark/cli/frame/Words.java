package io.skylark.cli.frame;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// Durations and times as users write them: `90s`, `1h30m`, `2026-11-22 08:00`, `10m` for ten minutes ago.
public final class Words {
    private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(ms|s|m|h|d))+");
    private static final Pattern MILLIS = Pattern.compile("\\d{11,16}");
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd['T'][' ']HH:mm[:ss[.SSS]]", Locale.ROOT);

    private Words() {}

    /// Lets options of the types [Duration] and [Instant] be written so.
    public static void register(CommandLine root, InstantSource clock) {
        root.registerConverter(Duration.class, Words::duration);
        root.registerConverter(Instant.class, text -> time(text, clock));
    }

    static Duration duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no duration: write it as 500ms, 90s, 10m, 1h30m or 2d");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            });
        }
        return sum;
    }

    /// @throws TypeConversionException when the text is none
    public static Instant time(String text, InstantSource clock) {
        String words = text.strip();
        if (words.equals("now")) {
            return clock.instant();
        }
        if (DURATION.matcher(words).matches()) {
            return clock.instant().minus(duration(words));
        }
        if (MILLIS.matcher(words).matches()) {
            return Instant.ofEpochMilli(Long.parseLong(words));
        }
        try {
            return words.length() == "2026-11-22".length()
                    ? LocalDate.parse(words).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : words.endsWith("Z") ? Instant.parse(words)
                    : LocalDateTime.parse(words, LOCAL).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException wrong) {
            throw new TypeConversionException("'" + text + "' is no time: write it as '2026-11-22 08:00',"
                    + " 2026-11-22T08:00:00Z, milliseconds since 1970, or 10m for ten minutes ago");
        }
    }
}
