package io.skylark.broker.send;

/// Whether bytes are UTF-8. What is not would become other bytes on its way through a string, so it must not be copied as
/// it is.
final class Utf8 {
    private Utf8() {}

    static boolean isWellFormed(byte[] source, int from, int end) {
        int at = from;
        while (at < end) {
            int first = source[at];
            int more = first >= 0 ? 0
                    : (first & 0xE0) == 0xC0 ? 1
                    : (first & 0xF0) == 0xE0 ? 2
                    : (first & 0xF8) == 0xF0 ? 3
                    : -1;
            if (more < 0 || end - at <= more || (more > 0 && !isCharacter(source, at, more))) {
                return false;
            }
            at += 1 + more;
        }
        return true;
    }

    /// Whether `more` bytes behind the one at `at` follow it rightly, and in the shortest form.
    private static boolean isCharacter(byte[] source, int at, int more) {
        int value = source[at] & (0x3F >> more);
        for (int i = 1; i <= more; i++) {
            if ((source[at + i] & 0xC0) != 0x80) {
                return false;
            }
            value = (value << 6) | (source[at + i] & 0x3F);
        }
        return switch (more) {
            case 1 -> value >= 0x80;
            case 2 -> value >= 0x800 && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
            default -> value >= Character.MIN_SUPPLEMENTARY_CODE_POINT && value <= Character.MAX_CODE_POINT;
        };
    }
}
