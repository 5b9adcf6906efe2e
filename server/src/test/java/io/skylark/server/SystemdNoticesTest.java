package io.skylark.server;

import io.skylark.net.notify.ListeningSocket;
import io.skylark.server.config.Environment;
import io.skylark.server.node.NodeState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class SystemdNoticesTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> said = new ArrayList<>();
    private NodeState state = new NodeState(true, "broker-a ready at 192.0.2.7:10911");

    private SystemdNotices notices(boolean watched) {
        return new SystemdNotices(said::add, watched, () -> 5_000_000_999L, Runnable::run);
    }

    @Test
    void tellsTheLifeOfAProcess() {
        SystemdNotices notices = notices(false);
        notices.starting();
        notices.ready(() -> state);
        notices.look();
        notices.reload(() -> said.add("(reloads)"));
        notices.stopping();
        notices.look();

        assertThat(said).containsExactly(
                "STATUS=starting",
                "READY=1\nSTATUS=broker-a ready at 192.0.2.7:10911",
                "RELOADING=1\nMONOTONIC_USEC=5000000\nSTATUS=reading the configuration again",
                "(reloads)",
                "READY=1\nSTATUS=broker-a ready at 192.0.2.7:10911",
                "STOPPING=1\nSTATUS=stopping");
    }

    @Test
    void saysWhatHasChangedInOneLine() {
        SystemdNotices notices = notices(false);
        notices.ready(() -> state);
        said.clear();
        state = new NodeState(true, "broker-a is drained,\n2 messages are left");
        notices.look();
        notices.look();

        assertThat(said).containsExactly("STATUS=broker-a is drained, 2 messages are left");
    }

    @Test
    void givesSignsOfLifeWhileThereIsLife() {
        SystemdNotices notices = notices(true);
        notices.look();
        assertThat(said).as("not before it is ready").isEmpty();
        notices.ready(() -> state);
        said.clear();
        notices.look();
        assertThat(said).containsExactly("WATCHDOG=1");
        said.clear();
        state = new NodeState(false, "broker-a has failed: disk error");
        notices.look();
        notices.look();

        assertThat(said).containsExactly("STATUS=broker-a has failed: disk error");
    }

    @Test
    void saysWhyItDidNotStart() {
        notices(false).notStarted("cannot listen on 0.0.0.0:10911\n(in use)");

        assertThat(said).containsExactly("STATUS=not started: cannot listen on 0.0.0.0:10911 (in use)");
    }

    @Test
    void wordsThatDoNotArriveStopNothing() {
        List<String> done = new ArrayList<>();
        SystemdNotices notices = new SystemdNotices(
                text -> {
                    throw new IOException("nobody listens");
                },
                true, () -> 0, Runnable::run);
        notices.ready(() -> state);
        notices.reload(() -> done.add("reload"));
        notices.look();
        notices.stopping();

        assertThat(done).containsExactly("reload");
    }

    @Test
    void expectsAWatchdogOnlyWhenItWatchesThisProcess() {
        String pid = String.valueOf(ProcessHandle.current().pid());

        assertThat(SystemdNotices.watchdog(Map.of())).isEmpty();
        assertThat(SystemdNotices.watchdog(Map.of("WATCHDOG_USEC", "30000000"))).isEqualTo(Optional.of(Duration.ofSeconds(30)));
        assertThat(SystemdNotices.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", pid))).isPresent();
        assertThat(SystemdNotices.watchdog(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1"))).isEmpty();
        assertThat(SystemdNotices.watchdog(Map.of("WATCHDOG_USEC", "0"))).isEmpty();
        assertThat(SystemdNotices.watchdog(Map.of("WATCHDOG_USEC", "soon"))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void speaksToTheSocketOfTheUnit() throws InterruptedException {
        String address = "@skylark-test/" + UUID.randomUUID();
        Environment environment = new Environment(
                Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "20000"), Map.of(), Path.of("/"), () -> "", () -> "");
        try (ListeningSocket systemd = new ListeningSocket(address)) {
            SystemdNotices notices = SystemdNotices.of(environment);
            notices.ready(() -> state);
            assertThat(systemd.next(LIMIT)).startsWith("READY=1\n");
            assertThat(systemd.next(LIMIT)).isEqualTo("WATCHDOG=1");
            assertThat(systemd.next(LIMIT)).isEqualTo("WATCHDOG=1");
            notices.stopping();
            String last = systemd.next(LIMIT);
            while (last.equals("WATCHDOG=1")) {
                last = systemd.next(LIMIT);
            }
            assertThat(last).startsWith("STOPPING=1\n");
        }
    }

    @Test
    void isSilentWithoutAUnitOrWithASocketOfAnotherKind() {
        for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", "vsock:2:77"))) {
            SystemdNotices notices = SystemdNotices.of(
                    new Environment(variables, Map.of(), Path.of("/"), () -> "", () -> ""));
            notices.ready(() -> state);
            notices.reload(() -> said.add("reload"));
            notices.stopping();
        }

        assertThat(said).containsExactly("reload", "reload");
    }
}
