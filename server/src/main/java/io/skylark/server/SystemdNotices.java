package io.skylark.server;

import io.skylark.net.notify.NotifySocket;
import io.skylark.server.config.Environment;
import io.skylark.server.node.NodeState;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What systemd hears of a process that it started from a unit of `Type=notify`: when it is ready, reloads and stops, a
/// sentence for `systemctl status`, and signs of life when the unit asks for them. Words that do not arrive stop nothing;
/// the first that does not is a warning in the log.
///
/// The state is owned by the thread `notices`, which says everything.
final class SystemdNotices {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotices.class);
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(5);
    private static final Duration LAST_WORD_LIMIT = Duration.ofSeconds(2);

    /// To systemd.
    interface Line {
        void say(String text) throws IOException;
    }

    private final Line line;
    private final boolean watched;
    private final LongSupplier nanoTime;
    private final Executor thread;
    private Optional<Supplier<NodeState>> state = Optional.empty();
    private String lastSentence = "";
    private boolean failed;

    /// @param watched whether systemd expects signs of life
    /// @param nanoTime as systemd measures it: that of the machine since it started
    /// @param thread runs one task after the other
    SystemdNotices(Line line, boolean watched, LongSupplier nanoTime, Executor thread) {
        this.line = line;
        this.watched = watched;
        this.nanoTime = nanoTime;
        this.thread = thread;
    }

    /// Says nothing when the process was not started by systemd, or its unit is of another type.
    static SystemdNotices of(Environment environment) {
        String address = environment.variables().getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return silent();
        }
        Line line;
        try {
            line = NotifySocket.to(address)::send;
        } catch (IOException cannot) {
            LOG.warn("systemd does not hear when this server is ready, and takes its start for failed unless the unit is of"
                    + " Type=exec: NOTIFY_SOCKET: {}", cannot.getMessage());
            return silent();
        }
        Optional<Duration> watchdog = watchdog(environment.variables());
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("notices").daemon().factory());
        SystemdNotices notices = new SystemdNotices(line, watchdog.isPresent(), System::nanoTime, thread);
        long millis = watchdog.map(limit -> limit.dividedBy(2)).filter(half -> half.compareTo(STATUS_INTERVAL) < 0)
                .orElse(STATUS_INTERVAL).toMillis();
        thread.scheduleWithFixedDelay(notices::look, millis, millis, TimeUnit.MILLISECONDS);
        return notices;
    }

    /// For whom nobody listens to, and who needs no thread for it.
    private static SystemdNotices silent() {
        return new SystemdNotices(text -> {}, false, System::nanoTime, Runnable::run);
    }

    /// How long systemd waits for a sign of life; empty when it expects none from this process.
    static Optional<Duration> watchdog(Map<String, String> variables) {
        String micros = variables.getOrDefault("WATCHDOG_USEC", "");
        String pid = variables.getOrDefault("WATCHDOG_PID", "");
        if (micros.isEmpty() || (!pid.isEmpty() && !pid.equals(String.valueOf(ProcessHandle.current().pid())))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
                    .filter(Duration::isPositive);
        } catch (NumberFormatException wrong) {
            LOG.warn("WATCHDOG_USEC is \"{}\" and not a number: systemd gets no signs of life", micros);
            return Optional.empty();
        }
    }

    void starting() {
        thread.execute(() -> say("STATUS=starting"));
    }

    void notStarted(String why) {
        lastWord("STATUS=not started: " + oneLine(why));
    }

    /// @param now how the process is whenever it is asked for
    void ready(Supplier<NodeState> now) {
        thread.execute(() -> {
            state = Optional.of(now);
            sayReady(now.get());
        });
    }

    /// Says that the process takes its settings anew, does it, and says that it is done.
    void reload(Runnable action) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanoTime.getAsLong());
        thread.execute(() -> say("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=reading the configuration again"));
        try {
            action.run();
        } finally {
            thread.execute(() -> state.ifPresent(now -> sayReady(now.get())));
        }
    }

    /// Returns when it is said. Nothing is said any more afterwards.
    void stopping() {
        lastWord("STOPPING=1\nSTATUS=stopping");
    }

    private void lastWord(String text) {
        CompletableFuture<Void> said = new CompletableFuture<>();
        thread.execute(() -> {
            state = Optional.empty();
            say(text);
            said.complete(null);
        });
        try {
            said.get(LAST_WORD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unheard) {
            LOG.debug("systemd did not hear: {}", text);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayReady(NodeState now) {
        lastSentence = now.sentence();
        say("READY=1\nSTATUS=" + oneLine(lastSentence));
    }

    /// Regularly: a sign of life while there is life, and the sentence when it is another one.
    void look() {
        if (state.isEmpty()) {
            return;
        }
        NodeState now = state.get().get();
        if (!now.sentence().equals(lastSentence)) {
            lastSentence = now.sentence();
            say("STATUS=" + oneLine(lastSentence));
        }
        if (watched && now.live()) {
            say("WATCHDOG=1");
        }
    }

    private void say(String text) {
        try {
            line.say(text);
        } catch (IOException unheard) {
            if (!failed) {
                LOG.warn("systemd does not hear of this process: NOTIFY_SOCKET: {}", unheard.getMessage());
            }
            failed = true;
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
