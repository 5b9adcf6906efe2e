package io.skylark.bench.storage;

import io.skylark.bench.load.LoadFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All rows in order, and the text with their figures.
public final class StorageRun {
    /// A machine with a load above this was not ours alone.
    private static final double QUIET = 0.5;

    private final Site site;
    private final Scale scale;

    private record Entry(String title, Work work) {}

    private static Map<String, Entry> rows() {
        Map<String, Entry> rows = new LinkedHashMap<>();
        rows.put("append", new Entry("append 1 KiB, forced", new AppendWork()));
        rows.put("read", new Entry("catch-up read of the store", new ReadWork()));
        rows.put("tail", new Entry("tail latency", new TailWork()));
        rows.put("recovery", new Entry("recovery after SIGKILL", new RecoveryWork()));
        rows.put("queues", new Entry("many queues", new QueuesWork()));
        return rows;
    }

    public StorageRun(Site site, Scale scale) {
        this.site = site;
        this.scale = scale;
    }

    /// Names of all rows.
    public static List<String> names() {
        return List.copyOf(rows().keySet());
    }

    /// Runs the rows and returns a table in Markdown. A row that fails is reported in its place, and the others go on.
    ///
    /// @throws IllegalArgumentException for a name that is no row
    public String run(List<String> names) throws IOException {
        Map<String, Entry> rows = rows();
        List<Entry> chosen = new ArrayList<>();
        for (String name : names) {
            Entry entry = rows.get(name);
            if (entry == null) {
                throw new IllegalArgumentException("no row " + name + "; there are " + String.join(", ", names()));
            }
            chosen.add(entry);
        }
        Files.createDirectories(site.folder());
        String setting = setting();
        Findings findings = new Findings(site.progress());
        for (Entry entry : chosen) {
            findings.begin(entry.title);
            try {
                entry.work.run(site, scale, findings);
            } catch (IOException | LoadFailure e) {
                findings.skipped("the rest of the row", String.valueOf(e.getMessage()));
            }
        }
        return setting + "\n" + findings.render();
    }

    private String setting() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        String noise = load > QUIET
                ? String.format(Locale.ROOT, "The machine was not quiet: load average %.1f. These figures are rough.%n",
                        load)
                : "";
        return String.format(Locale.ROOT, "%d processors, Java %s; %.1f s a measurement; segments of %,d MiB.%n%s",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), scale.measured().toMillis() / 1e3,
                scale.segmentBytes() >> 20, noise);
    }
}
