package io.skylark.cli.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers, times and texts of a store as people read them.
final class StoreText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final int MAX_HEX_BYTES = 24;

    private StoreText() {}

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    static String bytes(long bytes) {
        int unit = 0;
        double value = bytes;
        for (; value >= 1024 && unit < UNITS.length - 1; unit++) {
            value /= 1024;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /// A text from a file, harmless on a terminal.
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.toString();
    }

    static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, MAX_HEX_BYTES); i++) {
            hex.append(String.format(Locale.ROOT, "%02x", bytes[i]));
        }
        return hex.append(bytes.length > MAX_HEX_BYTES ? "..." : "").toString();
    }
}
