package io.skylark.bench.storage;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.compare.Figures;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.bench.peer.SkylarkPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How long a start takes after SIGKILL under load, with a large log. An object serves one run.
final class RecoveryWork implements Work {
    private static final String GOAL_TEXT = "under 2 s";
    private static final double GOAL_MILLIS = 2000;
    private static final int QUEUES = 8;
    private static final String TOPIC = "bench-recovery";
    /// What a message of 1 KiB takes in the log, roughly.
    private static final int LOGGED_BYTES = 1290;
    /// Messages between the crashes: the active segment should not be the same each time.
    private static final long MORE_MESSAGES = 50_000;

    private final List<Double> boots = new ArrayList<>();
    private long acknowledged;

    @Override
    public void run(Site site, Scale scale, Findings findings) throws IOException {
        Path folder = site.fresh("recovery", scale.recoveryBytes() + 4 * scale.segmentBytes());
        try {
            try (RunningPeer running = site.server().start(folder)) {
                topic(running).create();
                crash(running, scale.recoveryBytes() / LOGGED_BYTES);
            }
            Site.Occupied occupied = Site.occupied(folder.resolve(SkylarkPeer.LOG_FOLDER));
            findings.add("log after SIGKILL",
                    String.format(Locale.ROOT, "%,d messages acknowledged, %,d MB in %d files",
                            acknowledged, occupied.bytes() / 1_000_000, occupied.files()));
            for (int i = 0; i < scale.restarts(); i++) {
                restartAndCrash(site, scale, folder);
            }
            millis(findings, "process start to boot line, median of " + boots.size(),
                    Figures.median(boots.stream().mapToDouble(Double::doubleValue).toArray()));
            millis(findings, "process start to boot line, slowest",
                    boots.stream().mapToDouble(Double::doubleValue).max().orElse(0));
            cold(site, scale, folder, findings);
            engine(site, scale, folder, findings);
        } finally {
            Site.delete(folder);
        }
    }

    private static void millis(Findings findings, String figure, double millis) {
        findings.goal(figure, GOAL_TEXT, millis < GOAL_MILLIS, String.format(Locale.ROOT, "%,.0f ms", millis));
    }

    private static Topic topic(RunningPeer running) {
        return new Topic(TOPIC, RunningPeer.BROKER_NAME, running.broker(), QUEUES);
    }

    private void crash(RunningPeer running, long messages) throws IOException {
        acknowledged += Crash.underLoad(topic(running), messages, running::kill);
    }

    private double restartAndCrash(Site site, Scale scale, Path folder) throws IOException {
        try (RunningPeer running = site.server().start(folder)) {
            double millis = running.bootTime().toNanos() / 1e6;
            boots.add(millis);
            checkNothingIsLost(running);
            crash(running, Math.min(MORE_MESSAGES, scale.recoveryBytes() / LOGGED_BYTES));
            return millis;
        }
    }

    private void checkNothingIsLost(RunningPeer running) throws IOException {
        long found = Arrays.stream(topic(running).maxOffsets()).sum();
        if (found < acknowledged) {
            throw new IOException(acknowledged + " messages were acknowledged before the crash, " + found
                    + " are there after it");
        }
    }

    /// The same after what a restart of the machine does to the page cache.
    private void cold(Site site, Scale scale, Path folder, Findings findings) throws IOException {
        String figure = "the same with nothing in the page cache";
        Optional<String> refusal = site.pageCache().drop();
        if (refusal.isPresent()) {
            findings.skipped(figure, refusal.get());
        } else {
            findings.add(figure, String.format(Locale.ROOT, "%,.0f ms", restartAndCrash(site, scale, folder)));
        }
    }

    private static void engine(Site site, Scale scale, Path folder, Findings findings) {
        try (OpenStore store = OpenStore.open(
                folder.resolve(SkylarkPeer.LOG_FOLDER), scale.log(), site.progress())) {
            millis(findings, "open and start of the store alone", store.startTime().toNanos() / 1e6);
        }
    }
}
