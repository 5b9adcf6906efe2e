package io.skylark.bench.storage;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.compare.Bed;
import io.skylark.bench.compare.EndToEndWork;
import io.skylark.bench.compare.Figures;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// The tail at a fixed rate, from due to received, alone and beside a reader of old data: first from the disk, then
/// from the page cache, which tells what the disk adds to a reader's share of the processors.
final class TailWork implements Work {
    private static final int QUEUES = 8;
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 64;
    /// What a stored message takes for a body of 1 KiB, roughly.
    private static final int STORED_BYTES = 1250;

    @Override
    public void run(Site site, Scale scale, Findings findings) throws IOException {
        Path folder = site.fresh("tail", scale.oldBytes() + 3 * scale.segmentBytes());
        try (RunningPeer running = site.server().start(folder)) {
            Bed bed = site.bed(running, scale.interval());
            Topic old = fill(bed, scale);
            tail(bed, scale); // by then what holds and wakes pulls is compiled
            add(findings, "tail alone", tail(bed, scale));
            Optional<String> refusal = site.pageCache().drop();
            if (refusal.isPresent()) {
                findings.skipped("tail beside a cold reader", refusal.get());
            } else {
                beside(findings, "a cold reader", bed, old, scale);
            }
            beside(findings, "the same reader again", bed, old, scale);
            add(findings, "tail alone again", tail(bed, scale));
        } finally {
            Site.delete(folder);
        }
    }

    private static Topic fill(Bed bed, Scale scale) throws IOException {
        Topic old = bed.topic("bench-old", QUEUES);
        SendLoad.Plan plan = SendLoad.Plan.closed(old.broker(),
                SendFrames.Shape.of(old.name(), old.brokerName(), QUEUES, Scale.MESSAGE_BYTES), CONNECTIONS, WINDOW,
                Bed.newRun()).withLimit(scale.oldBytes() / STORED_BYTES);
        LoadResult filled = bed.prepare(tally -> new SendLoad(plan, tally));
        bed.progress().printf("  filled with %,d messages at %,.0f msg/s%n", filled.messages(),
                filled.messagesPerSecond());
        return old;
    }

    private static Figures tail(Bed bed, Scale scale) throws IOException {
        return new EndToEndWork(Scale.MESSAGE_BYTES, QUEUES, scale.rate()).run(bed);
    }

    private static void beside(Findings findings, String who, Bed bed, Topic old, Scale scale) throws IOException {
        long disk = DiskReads.of(bed.peer().pids());
        BackgroundReader reader = BackgroundReader.start(old);
        Figures tail;
        LoadResult read;
        try {
            tail = tail(bed, scale);
        } finally {
            read = reader.stop();
        }
        long fromDisk = DiskReads.of(bed.peer().pids()) - disk;
        add(findings, "tail beside " + who, tail);
        findings.add(who,
                String.format(Locale.ROOT, "%,.0f msg/s, %,.0f MB/s, of which about %.0f %% from the disk, %d failures",
                        read.messagesPerSecond(), read.megabytesPerSecond(),
                        Math.min(100, 100.0 * fromDisk / Math.max(1, read.messages() * STORED_BYTES)),
                        read.failureCount()));
    }

    private static void add(Findings findings, String figure, Figures tail) {
        findings.add(figure,
                String.format(Locale.ROOT,
                        "%,.0f msg/s, p50 %,.0f us, p99 %,.0f us, p99.9 %,.0f us, %.2f us CPU/msg, %.0f failures",
                        tail.messagesPerSecond(), tail.p50(), tail.p99(), tail.p999(), tail.cpuMicros(),
                        tail.failures()));
    }
}
