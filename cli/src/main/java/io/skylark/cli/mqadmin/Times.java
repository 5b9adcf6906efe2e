package io.skylark.cli.mqadmin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/// Times as the commands print and take them, in the zone of this machine.
record Times(ZoneId zone) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");
    private static final DateTimeFormatter TYPED = DateTimeFormatter.ofPattern("yyyy-MM-dd'#'HH:mm:ss:SSS");

    String seconds(long millis) {
        return SECONDS.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    String millis(long millis) {
        return MILLIS.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /// Reads a number of milliseconds or `yyyy-MM-dd#HH:mm:ss:SSS`; empty when it is neither.
    OptionalLong parse(String text) {
        try {
            return OptionalLong.of(text.matches("-?\\d+")
                    ? Long.parseLong(text)
                    : LocalDateTime.parse(text, TYPED).atZone(zone).toInstant().toEpochMilli());
        } catch (DateTimeException | NumberFormatException neither) {
            return OptionalLong.empty();
        }
    }

    /// As [#parse(String)].
    ///
    /// @throws IllegalArgumentException when it is neither
    long need(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(
                "'" + text + "' is no time: write milliseconds, or yyyy-MM-dd#HH:mm:ss:SSS"));
    }
}
