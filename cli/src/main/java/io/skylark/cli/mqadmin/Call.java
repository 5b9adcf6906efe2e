package io.skylark.cli.mqadmin;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.ServerCalls;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// One run of a command: its options, whom it talks to, and where it prints.
record Call(Options options, SkylarkClient client, PrintStream out, PrintStream err, InstantSource clock, ZoneId zone) {
    Admin admin() {
        return client.admin();
    }

    ServerCalls servers() {
        return admin().servers();
    }

    Brokers brokers() {
        return new Brokers(servers(), out);
    }

    Times times() {
        return new Times(zone);
    }

    /// Prints as [String#format(String, Object...)] does; `%n` is the end of a line.
    @SuppressWarnings("AnnotateFormatMethod") // that annotation would be one more library at run time
    void print(String format, @Nullable Object... values) {
        out.print(String.format(format, values));
    }

    /// Shows how the command is used, where options do not go together.
    void printHelp() {
        out.print(HelpText.of(options.command()));
    }
}
