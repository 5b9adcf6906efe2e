package io.skylark.server.control;

import io.skylark.protocol.body.DataVersion;
import io.skylark.server.config.Catalog;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Problems;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration of a running process. It changes as a whole or not at all: what would not be accepted at a start is
/// not accepted now either, and what is accepted is on disk before it holds.
///
/// Shared: the lock lets one change be made at a time; it is held while the overlay is written, and nobody who answers
/// requests on an event loop takes it.
public final class LiveConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

    /// A part of the process that has settings.
    public interface Part {
        /// Reads all of its settings; what is wrong with them is in the problems of the configuration afterwards.
        ///
        /// @return lets those hold that can change at run time; called only when nothing is wrong
        Runnable read(Configuration configuration);
    }

    /// What became of a change.
    public sealed interface Outcome {
        /// @param remarks sentences about what was not done, or not yet
        record Changed(List<String> remarks) implements Outcome {}

        /// At least one of the keys must never be changed this way; nothing was changed.
        record Forbidden(String why) implements Outcome {}

        /// Nothing was changed.
        record Wrong(List<String> problems) implements Outcome {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private volatile Configuration current;
    private volatile DataVersion version;

    /// @param first without problems
    public LiveConfiguration(Configuration first, InstantSource clock) {
        this.current = first;
        this.clock = clock;
        this.version = new DataVersion(0L, clock.millis(), 0L);
    }

    /// Lets a part follow what changes, for as long as the process lives.
    public void follow(Part part) {
        parts.add(part);
    }

    /// Changes when the configuration does.
    public DataVersion version() {
        return version;
    }

    /// All settings of a catalog with an effect, in their plainest form.
    public Map<String, String> settings(Catalog scope) {
        Map<String, String> settings = new TreeMap<>(current.plain());
        settings.keySet().removeIf(name -> scope.row(name).isEmpty());
        return settings;
    }

    /// Changes settings at the wish of somebody who asks over the network. Blocks.
    ///
    /// @param scope the keys that there are for whoever asks
    /// @param who for the log line
    public Outcome change(Map<String, String> wanted, Catalog scope, String who) {
        for (String name : wanted.keySet()) {
            if (scope.isProtected(name)) {
                LOG.warn("{} asked to change {}, which cannot be changed over the network", who, name);
                return new Outcome.Forbidden("Can not update config in black list. " + name
                        + " can be set in the configuration file of the server only: it names a path, a class, a"
                        + " command or an address, or it is about security.");
            }
        }
        lock.lock();
        try {
            return changeNow(wanted, scope, who);
        } finally {
            lock.unlock();
        }
    }

    private Outcome changeNow(Map<String, String> wanted, Catalog scope, String who) {
        Map<String, String> changes = new TreeMap<>();
        List<String> remarks = new ArrayList<>();
        wanted.forEach((name, value) -> {
            Catalog.Row row = scope.row(name).orElse(null);
            if (row == null) {
                remarks.add(name + " is not known and was left out" + scope.hint(name));
            } else if (row.kind() == Catalog.Kind.IGNORED) {
                remarks.add(name + " has no effect: " + row.meaning());
            } else {
                changes.put(name, value);
            }
        });
        Problems problems = new Problems();
        Configuration next = current.with(changes, problems);
        List<Runnable> appliers = parts.stream().map(part -> part.read(next)).toList();
        if (!problems.errors().isEmpty()) {
            return new Outcome.Wrong(problems.errors());
        }
        try {
            if (!changes.isEmpty()) {
                next.keep();
            }
        } catch (IOException failed) {
            return new Outcome.Wrong(List.of(String.valueOf(failed.getMessage())));
        }
        changes.forEach((name, value) -> LOG.info("{} changed {} to {}", who, name, value));
        for (String name : changes.keySet()) {
            boolean live = scope.row(name).flatMap(Catalog.Row::key).map(key -> key.reach().isLive()).orElse(false);
            if (!live) {
                remarks.add(name + " holds from the next start on");
            }
        }
        hold(next, appliers);
        return new Outcome.Changed(remarks);
    }

    /// Reads all places again, the configuration file above all. Blocks. What comes of it is said in the log.
    public void reload() {
        lock.lock();
        try {
            Problems problems = new Problems();
            Configuration next = current.again(problems);
            List<Runnable> appliers = parts.stream().map(part -> part.read(next)).toList();
            problems.warnings().forEach(LOG::warn);
            if (!problems.errors().isEmpty()) {
                problems.errors().forEach(error -> LOG.error("the configuration stays as it was: {}", error));
                return;
            }
            Map<String, Boolean> changed = current.differences(next);
            if (changed.isEmpty()) {
                LOG.info("the configuration was read again, nothing has changed");
                return;
            }
            changed.forEach((name, live) -> LOG.info(
                    live ? "{} is {} from now on" : "{} is {} from the next start on", name, next.plain().get(name)));
            hold(next, appliers);
        } finally {
            lock.unlock();
        }
    }

    private void hold(Configuration next, List<Runnable> appliers) {
        current = next;
        Long changes = version.counter();
        version = new DataVersion(0L, clock.millis(), changes == null ? 1 : changes + 1);
        appliers.forEach(Runnable::run);
    }
}
