package io.skylark.cli.frame;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// Whether a person looks at the output, and asking that person.
public final class Terminal {
    private Terminal() {}

    public static boolean isThere() {
        return console() != null;
    }

    @SuppressWarnings("SystemConsoleNull") // Java 25 went back to null where there is no terminal
    private static @Nullable Console console() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }

    /// No, when nobody is there.
    static boolean agrees(String question) {
        Console console = console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return answer != null && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }
}
