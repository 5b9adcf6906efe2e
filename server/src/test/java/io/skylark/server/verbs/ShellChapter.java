package io.skylark.server.verbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/// Completion in the shells that are there, with `skylark` as a process of its own.
final class ShellChapter {
    private static final long LIMIT_SECONDS = 60;

    /// Loads the script and completes the last word as bash has its function called: words end at colons too.
    private static final String BASH = """
            set -e
            eval "$(skylark completion bash)"
            complete -p skylark
            try() {
                COMP_LINE=$1
                COMP_POINT=${#1}
                shift
                COMP_WORDS=("$@")
                COMP_CWORD=$(($# - 1))
                _skylark
                printf '%s\\n' "${COMPREPLY[@]}"
            }
            try 'skylark top' skylark top
            try 'skylark topic list --outp' skylark topic list --outp
            try "skylark topic get -n 127.0.0.1:$PORT visi" skylark topic get -n 127.0.0.1 : "$PORT" visi
            try 'skylark topic list --output=y' skylark topic list --output = y
            """;

    private static final String FISH = """
            skylark completion fish | source
            complete -C 'skylark top'
            complete -C "skylark topic get -n 127.0.0.1:$PORT visi"
            complete -C "skylark group get -n 127.0.0.1:$PORT coun"
            """;

    /// Its completion needs a terminal; that the script loads does not.
    private static final String ZSH = """
            eval "$(skylark completion zsh)"
            print -- $_comps[skylark]
            """;

    private ShellChapter() {}

    static void bash(LiveShell shell) throws IOException, InterruptedException {
        assertThat(run(shell, "bash", "--norc", "-c", BASH)).containsExactly(
                "complete -o default -F _skylark skylark", "topic", "--output", "visits", "yaml");
    }

    static void fish(LiveShell shell) throws IOException, InterruptedException {
        assertThat(run(shell, "fish", "--no-config", "-c", FISH)).containsExactly(
                "topic", "visits", "counters");
    }

    static void zsh(LiveShell shell) throws IOException, InterruptedException {
        assertThat(run(shell, "zsh", "-f", "-c", ZSH)).containsExactly("_skylark");
    }

    private static List<String> run(LiveShell shell, String... words) throws IOException, InterruptedException {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, words[0])));
        Assumptions.assumeTrue(there, words[0] + " is not on this machine");
        Path errors = shell.file(words[0] + ".err");
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
        builder.environment().put("PATH", program(shell).getParent() + ":" + System.getenv("PATH"));
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.environment().put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("PORT", shell.nameServer().substring(shell.nameServer().indexOf(':') + 1));
        builder.environment().put("HOME", shell.file("home").toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).as("what %s says of %s", words[0], out).isEmpty();
        assertThat(process.exitValue()).isZero();
        return out.lines().toList();
    }

    /// `skylark` of the classes of this process.
    private static Path program(LiveShell shell) throws IOException {
        Path program = Files.createDirectories(shell.file("home")).resolve("skylark");
        Files.writeString(program, """
                #!/bin/sh
                exec "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$CLASSES" io.skylark.server.Skylark "$@"
                """);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
