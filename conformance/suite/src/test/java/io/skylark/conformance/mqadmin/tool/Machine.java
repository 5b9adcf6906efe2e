package io.skylark.conformance.mqadmin.tool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Takes the place of [System] for the classes of an official `mqadmin`, so that what they print is read, what they set
/// stays theirs, and what would end the process ends a command.
///
/// Static as what it stands for. One command runs at a time; its threads may print at once, which the stream allows.
public final class Machine {
    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static final PrintStream OUT = new PrintStream(PRINTED, true, StandardCharsets.UTF_8);
    private static final Properties PROPERTIES = new Properties();

    static {
        PROPERTIES.putAll(System.getProperties());
    }

    private Machine() {
    }

    /// What stdout and stderr have got since the last call.
    static synchronized String printed() {
        OUT.flush();
        String text = PRINTED.toString(StandardCharsets.UTF_8);
        PRINTED.reset();
        return text;
    }

    /// How many lines they have got since then.
    static long printedLines() {
        return PRINTED.toString(StandardCharsets.UTF_8).lines().count();
    }

    public static PrintStream out() {
        return OUT;
    }

    @SuppressWarnings("DoNotCallSuggester") // the changed classes call it
    public static void exit(int code) {
        throw new Exit(code);
    }

    public static @Nullable String getProperty(String key) {
        return PROPERTIES.getProperty(key);
    }

    public static @Nullable String getProperty(String key, @Nullable String otherwise) {
        return PROPERTIES.getProperty(key, otherwise);
    }

    public static @Nullable String setProperty(String key, String value) {
        return (String) PROPERTIES.setProperty(key, value);
    }

    public static @Nullable String clearProperty(String key) {
        return (String) PROPERTIES.remove(key);
    }

    /// Nothing from outside reaches the command.
    public static @Nullable String getenv(String name) {
        return null;
    }

    public static void printStackTrace(Throwable failure) {
        failure.printStackTrace(OUT);
    }

    /// The end of a process.
    static final class Exit extends Error {
        private static final long serialVersionUID = 1L;

        private final int code;

        Exit(int code) {
            super("exit " + code, null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
