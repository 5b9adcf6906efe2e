package io.skylark.bench.storage;

import io.skylark.bench.admin.ServerCalls;
import io.skylark.bench.admin.Topic;
import io.skylark.bench.compare.Bed;
import io.skylark.bench.compare.Figures;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import io.skylark.bench.peer.RunningPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/// Very many queues in one broker: sends that are spread over all of them, between sends to 8 queues; memory, files,
/// and how long a restart takes.
final class QueuesWork implements Work {
    private static final double GOAL = 0.70;
    private static final String GOAL_TEXT = "at least 70 %";
    private static final int FEW_QUEUES = 8;
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 64;
    /// A prime: one message after the other goes to another topic, and all queues get as many.
    private static final int STRIDE = 611_953;
    private static final int SAMPLES = 20;
    private static final long BYTES_PER_SECOND = 400_000_000;
    private static final double MIB = 1 << 20;

    @Override
    public void run(Site site, Scale scale, Findings findings) throws IOException {
        SendFrames.Shape many = SendFrames.Shape
                .of("bench-many-", RunningPeer.BROKER_NAME, scale.queuesPerTopic(), Scale.MESSAGE_BYTES)
                .withTopics(scale.topics());
        long seconds = 3 * (scale.measured().plus(scale.interval().warmUp()).toSeconds() + 1);
        Path folder = site.fresh("queues", 2 * scale.segmentBytes() + seconds * BYTES_PER_SECOND / 2);
        try {
            long stopping;
            try (RunningPeer running = site.server().start(folder)) {
                load(site.bed(running, scale.interval()), many, findings);
                files(folder, many, findings);
                stopping = System.nanoTime();
            }
            findings.add("clean stop", String.format(Locale.ROOT, "%,.0f ms", (System.nanoTime() - stopping) / 1e6));
            restart(site, folder, many, findings, "process start to boot line after a clean stop");
            restart(site, folder, many, findings, "process start to boot line after SIGKILL");
        } finally {
            Site.delete(folder);
        }
    }

    private static void load(Bed bed, SendFrames.Shape many, Findings findings) throws IOException {
        Topic few = bed.topic("bench-few", FEW_QUEUES);
        Figures before = few(bed, few);
        sends(findings, FEW_QUEUES + " queues before", before);
        Memory empty = Memory.of(bed.peer());
        findings.add("memory before", empty.text());
        create(bed, many, findings);
        touchEach(bed, many, findings);
        Figures spread = send(bed, many, STRIDE);
        sends(findings, String.format(Locale.ROOT, "%,d queues", many.allQueues()), spread);
        Figures after = few(bed, few);
        sends(findings, FEW_QUEUES + " queues again", after);
        double share = spread.messagesPerSecond() * 2 / (before.messagesPerSecond() + after.messagesPerSecond());
        findings.goal("all queues against " + FEW_QUEUES, GOAL_TEXT, share >= GOAL,
                String.format(Locale.ROOT, "%.0f %%", 100 * share));
        Memory full = Memory.of(bed.peer());
        findings.add("memory with all queues", full.text());
        if (full.liveBytes >= 0 && empty.liveBytes >= 0) {
            findings.add("heap for each queue",
                    String.format(Locale.ROOT, "%,.0f bytes, its messages included",
                            (double) (full.liveBytes - empty.liveBytes) / many.allQueues()));
        }
    }

    private static Figures few(Bed bed, Topic few) throws IOException {
        return send(bed, SendFrames.Shape.of(few.name(), few.brokerName(), FEW_QUEUES, Scale.MESSAGE_BYTES), 1);
    }

    private static Figures send(Bed bed, SendFrames.Shape shape, int stride) throws IOException {
        SendLoad.Plan plan = plan(bed, shape).withStride(stride);
        return bed.measure(tally -> new SendLoad(plan, tally));
    }

    private static SendLoad.Plan plan(Bed bed, SendFrames.Shape shape) {
        return SendLoad.Plan.closed(bed.peer().broker(), shape, CONNECTIONS, WINDOW, Bed.newRun());
    }

    private static void sends(Findings findings, String figure, Figures sent) {
        findings.add(figure,
                String.format(Locale.ROOT, "%,.0f msg/s, p99 %,.0f us, %.2f us CPU/msg, %.0f failures",
                        sent.messagesPerSecond(), sent.p99(), sent.cpuMicros(), sent.failures()));
    }

    private static void create(Bed bed, SendFrames.Shape many, Findings findings) throws IOException {
        long begin = System.nanoTime();
        try (ServerCalls calls = ServerCalls.connect(bed.peer().broker())) {
            for (int i = 0; i < many.topics(); i++) {
                topic(bed.peer(), many, i).create(calls);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        findings.add(String.format(Locale.ROOT, "creating %,d topics, one after the other", many.topics()),
                String.format(Locale.ROOT, "%.1f s, %,.0f topics/s", seconds, many.topics() / seconds));
    }

    private static Topic topic(RunningPeer peer, SendFrames.Shape many, int number) {
        return new Topic(many.topicName(number), RunningPeer.BROKER_NAME, peer.broker(), many.queues());
    }

    private static void touchEach(Bed bed, SendFrames.Shape many, Findings findings) throws IOException {
        SendLoad.Plan plan = plan(bed, many).withStride(STRIDE).withLimit(many.allQueues());
        LoadResult first = bed.prepare(tally -> new SendLoad(plan, tally));
        if (first.messages() < many.allQueues()) {
            throw new IOException("only " + first.messages() + " of " + many.allQueues() + " queues took a message: "
                    + first.failures());
        }
        findings.add("first message of each queue",
                String.format(Locale.ROOT, "%,.0f msg/s", first.messagesPerSecond()));
    }

    private static void files(Path folder, SendFrames.Shape many, Findings findings) throws IOException {
        Site.Occupied occupied = Site.occupied(folder.resolve("store"));
        findings.add(String.format(Locale.ROOT, "files for %,d queues", many.allQueues()),
                String.format(Locale.ROOT, "%,d, %,d MB", occupied.files(), occupied.bytes() / 1_000_000));
    }

    private static void restart(Site site, Path folder, SendFrames.Shape many, Findings findings, String figure)
            throws IOException {
        try (RunningPeer running = site.server().start(folder)) {
            double millis = running.bootTime().toNanos() / 1e6;
            int step = Math.max(1, many.topics() / SAMPLES);
            for (int i = 0; i < many.topics(); i += step) {
                for (long offset : topic(running, many, i).maxOffsets()) {
                    if (offset < 1) {
                        throw new IOException("a queue of " + many.topicName(i) + " is empty after the restart");
                    }
                }
            }
            Memory memory = Memory.of(running);
            findings.add(figure, String.format(Locale.ROOT, "%,.0f ms, then %s", millis, memory.text()));
            running.kill();
        }
    }

    /// @param liveBytes of objects after a full collection; -1 when that cannot be known
    private record Memory(long residentBytes, long liveBytes, String refusal) {
        private static Memory of(RunningPeer peer) throws IOException {
            long live = -1;
            String refusal = "";
            try {
                live = 0;
                for (long pid : peer.pids()) {
                    live += JavaHeap.liveBytes(pid);
                }
            } catch (IOException e) {
                live = -1;
                refusal = String.valueOf(e.getMessage());
            }
            return new Memory(peer.usage().residentBytes(), live, refusal);
        }

        private String text() {
            return String.format(Locale.ROOT, "RSS %,.0f MiB, heap after a collection %s", residentBytes / MIB,
                    liveBytes < 0 ? "unknown: " + refusal : String.format(Locale.ROOT, "%,.0f MiB", liveBytes / MIB));
        }
    }
}
