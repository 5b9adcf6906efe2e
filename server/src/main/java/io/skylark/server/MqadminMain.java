package io.skylark.server;

import io.skylark.cli.mqadmin.Mqadmin;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What `bin/mqadmin` runs.
public final class MqadminMain {
    private MqadminMain() {}

    public static void main(String[] words) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        int code = Mqadmin.execute(out, System.err, home(), words);
        out.flush();
        System.exit(code);
    }

    static Path home() {
        return Path.of(System.getProperty("skylark.home", "."));
    }
}
