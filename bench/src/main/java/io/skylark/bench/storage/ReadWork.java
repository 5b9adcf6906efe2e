package io.skylark.bench.storage;

import io.skylark.log.LogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Catches up through the read call of the store: from the page cache for the first time since the start, again, and
/// from the disk.
final class ReadWork implements Work {
    private static final int QUEUES = 64;
    /// What frame, header and properties add to a body, roughly.
    private static final int OVERHEAD_BYTES = 220;
    private static final double COLD_SHARE = 0.9;

    @Override
    public void run(Site site, Scale scale, Findings findings) throws IOException {
        Path folder = site.fresh("read", scale.oldBytes() + 2 * scale.segmentBytes());
        try {
            fill(folder, site, scale);
            warm(folder, site, scale, findings);
            cold(folder, site, scale, findings);
        } finally {
            Site.delete(folder);
        }
    }

    private static void fill(Path folder, Site site, Scale scale) throws IOException {
        long messages = scale.oldBytes() / (Scale.MESSAGE_BYTES + OVERHEAD_BYTES);
        try (OpenStore store = OpenStore.open(folder, scale.log(), site.progress())) {
            AppendLoad.Result filled =
                    new AppendLoad(store.log(), scale.proposers(), QUEUES, Scale.MESSAGE_BYTES, messages).run();
            site.progress().printf("  filled with %,d messages, %,d MB%n", filled.messages(),
                    filled.logBytes() / 1_000_000);
        }
    }

    /// The store is reachable from here only: once this has returned its memory can be collected.
    private static void warm(Path folder, Site site, Scale scale, Findings findings) throws IOException {
        try (OpenStore store = OpenStore.open(folder, scale.log(), site.progress())) {
            CatchUp catchUp = new CatchUp(store.messages(), SentMessage.TOPIC, QUEUES);
            add(findings, "cached, first time after the start", catchUp.pass(Long.MAX_VALUE));
            CatchUp.Result sum = new CatchUp.Result(0, 0, 0, 0);
            while (sum.nanos() < scale.measured().toNanos()) {
                sum = sum.plus(catchUp.pass(Long.MAX_VALUE));
            }
            add(findings, "cached, read before", sum);
        }
    }

    private static void cold(Path folder, Site site, Scale scale, Findings findings) throws IOException {
        String figure = "cold, sealed segments";
        if (!Mappings.release(folder)) {
            findings.skipped(figure, "what was read before is still mapped, and cannot be dropped");
            return;
        }
        Optional<String> refusal = site.pageCache().drop();
        if (refusal.isPresent()) {
            findings.skipped(figure, refusal.get());
            return;
        }
        try (OpenStore store = OpenStore.open(folder, scale.log(), site.progress())) {
            long sealed = sealedEnd(store, scale.log());
            if (sealed == 0) {
                findings.skipped(figure, "all the data is in the active segment, which the start has read");
                return;
            }
            site.pageCache().drop();
            CatchUp catchUp = new CatchUp(store.messages(), SentMessage.TOPIC, QUEUES);
            long before = DiskReads.ofThisProcess();
            CatchUp.Result result = catchUp.pass(sealed);
            double share = (double) (DiskReads.ofThisProcess() - before) / result.bytes();
            if (share >= COLD_SHARE) {
                add(findings, figure, result);
            } else {
                findings.skipped(figure, String.format(Locale.ROOT,
                        "only %.0f %% came from the disk, the rest was cached (%.0f MB/s)", 100 * share,
                        result.megabytesPerSecond()));
            }
        }
    }

    /// Where the active segment begins.
    private static long sealedEnd(OpenStore store, LogConfig config) {
        long end = store.log().lastPosition();
        return end - end % config.segmentBytes();
    }

    private static void add(Findings findings, String figure, CatchUp.Result result) {
        findings.add(figure,
                String.format(Locale.ROOT, "%,.0f msg/s, %,.0f MB/s, %.2f us CPU/msg",
                        result.messagesPerSecond(), result.megabytesPerSecond(), result.cpuMicros()));
    }
}
