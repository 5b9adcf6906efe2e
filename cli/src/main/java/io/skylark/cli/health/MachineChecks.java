package io.skylark.cli.health;

import io.skylark.cli.frame.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What of this machine a server would meet. Limits are read where Linux has them, and passed over elsewhere.
final class MachineChecks {
    private static final int JAVA = 25;
    private static final long OPEN_FILES = 65_535;
    private static final long MEMORY_KIB = 512 * 1024;
    private static final Pattern FILES = Pattern.compile("Max open files\\s+(\\d+|unlimited).*");
    private static final Pattern MEMORY = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        int release = Runtime.version().feature();
        findings.add(release >= JAVA
                ? Finding.ok("java", "release " + Runtime.version())
                : Finding.failed("java", "release " + release, "Servers need " + JAVA + ": install a JDK, or set JAVA_HOME"));
        number(Path.of("/proc/self/limits"), FILES).ifPresent(files -> findings.add(files >= OPEN_FILES
                ? Finding.ok("open files", "limit " + files)
                : Finding.warning("open files", "limit " + files + ": each client takes one",
                        "ulimit -n " + OPEN_FILES + ", or LimitNOFILE in the systemd unit")));
        number(Path.of("/proc/meminfo"), MEMORY).ifPresent(kib -> findings.add(kib >= MEMORY_KIB
                ? Finding.ok("memory", kib / 1024 + " MiB available")
                : Finding.warning("memory", kib / 1024 + " MiB available", "A broker wants half a GiB and page cache")));
        return findings;
    }

    /// The number in the first line that fits; empty when there is no such file or line.
    private static OptionalLong number(Path file, Pattern pattern) {
        try {
            for (String line : Files.readAllLines(file)) {
                Matcher found = pattern.matcher(line);
                if (found.matches()) {
                    return OptionalLong.of(
                            found.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(found.group(1)));
                }
            }
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
