package io.skylark.cli.frame;

import io.skylark.protocol.body.Permission;
import java.util.Locale;

/// What clients may do, as users type it.
public final class PermissionWord {
    private PermissionWord() {}

    /// The bits of a word such as `rw`, or of a sum of bits as `mqadmin` takes it.
    ///
    /// @throws IllegalArgumentException when it means nothing
    public static int bits(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "rw", "6" -> Permission.READ | Permission.WRITE;
            case "r", "4" -> Permission.READ;
            case "w", "2" -> Permission.WRITE;
            case "none", "0" -> 0;
            default -> throw new IllegalArgumentException(
                    "'" + word + "' is no permission: it is rw, r, w or none");
        };
    }
}
