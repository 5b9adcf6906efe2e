package io.skylark.server.logging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What tells the main process of a container from one that somebody started in a shell, be that in a container too.
///
/// @param orchestrated Kubernetes has started this
/// @param container this is a container of another kind
/// @param terminal somebody watches
/// @param hangupIgnored it was started with `nohup`, as tutorials do, and is looked at in its files
/// @param mainProcess it is the first process, or was started by it
public record Surroundings(
        boolean orchestrated, boolean container, boolean terminal, boolean hangupIgnored, boolean mainProcess) {
    private static final Pattern CONTAINER_GROUP = Pattern.compile("docker|kubepods|containerd|libpod|lxc");
    private static final Pattern IGNORED_SIGNALS = Pattern.compile("(?m)^SigIgn:\\s*([0-9a-f]{1,16})$");

    public static Surroundings ofProcess(Map<String, String> variables) {
        ProcessHandle self = ProcessHandle.current();
        return new Surroundings(
                variables.containsKey("KUBERNETES_SERVICE_HOST"),
                Files.exists(Path.of("/.dockerenv"))
                        || CONTAINER_GROUP.matcher(text(Path.of("/proc/self/cgroup"))).find(),
                isTerminal(Path.of("/proc/self/fd/1")),
                ignoresHangup(text(Path.of("/proc/self/status"))),
                self.pid() == 1 || self.parent().map(ProcessHandle::pid).equals(Optional.of(1L)));
    }

    /// Whether log lines are expected on the standard output.
    boolean expectStandardOutput() {
        return !terminal && !hangupIgnored && (orchestrated || (container && mainProcess));
    }

    /// Bit 0 of the ignored signals is SIGHUP.
    static boolean ignoresHangup(String status) {
        Matcher matcher = IGNORED_SIGNALS.matcher(status);
        return matcher.find() && (Long.parseUnsignedLong(matcher.group(1), 16) & 1) != 0;
    }

    /// The console of Java would tell too, but it takes a while to make.
    private static boolean isTerminal(Path output) {
        try {
            String target = Files.readSymbolicLink(output).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException notHere) {
            return false;
        }
    }

    /// Empty where there is no such file, as on other systems than Linux.
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException notHere) {
            return "";
        }
    }
}
