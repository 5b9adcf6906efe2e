package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.BatchProposal;
import io.skylark.log.store.MessageProposal;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.StoredMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A store in a real folder: filled through [Storage], closed, damaged, looked at, opened again.
final class StoreOnDisk {
    static final int SEGMENT_BYTES = 16384;
    static final EntryType TABLE = EntryType.table(20, "TABLE");

    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final LogConfig CONFIG = new LogConfig(
            SEGMENT_BYTES, 6000, 1 << 20, 2048, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 32 << 10);

    final Path folder;
    final List<Sent> sent = new ArrayList<>();

    /// A message that was acknowledged.
    record Sent(String topic, int queueId, long offset, long position, String body) {
        long frame() {
            return position - 40;
        }
    }

    StoreOnDisk(Path folder) {
        this.folder = folder;
    }

    /// Opened for as long as the action runs.
    void open(Action action) {
        try (Storage storage = Storage.open(folder, CONFIG, InstantSource.system())) {
            storage.messages().register(TABLE, new StateMachine() {
                @Override
                public long apply(EntryView entry) {
                    return 0;
                }

                @Override
                public TableSnapshot snapshot() {
                    return sink -> {};
                }
            });
            ReplicatedLog log = storage.start(cause -> {
                throw new AssertionError(cause);
            });
            action.run(log, storage.messages());
        }
    }

    interface Action {
        void run(ReplicatedLog log, MessageStore messages);
    }

    /// Sends messages of about 340 bytes to two queues of one topic and one of another, in turn.
    StoreOnDisk fill(int messages) {
        open((log, store) -> {
            for (int i = 0; i < messages; i++) {
                send(log, i % 3 == 2 ? "other" : "orders", i % 3 == 2 ? 0 : i % 3, "m" + i + "-".repeat(200));
            }
        });
        return this;
    }

    Sent send(ReplicatedLog log, String topic, int queueId, String body) {
        One one = new One(draft(topic, queueId, body));
        log.propose(one);
        long[] result = one.result.join();
        Sent message = new Sent(topic, queueId, result[0], result[1], body);
        sent.add(message);
        return message;
    }

    static void sendBatch(ReplicatedLog log, int messages) {
        List<MessageDraft> drafts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            drafts.add(draft("batches", 0, "b" + i));
        }
        Batch batch = new Batch(drafts);
        log.propose(batch);
        batch.result.join();
    }

    /// Ends the segment that is written to.
    static void roll(ReplicatedLog log) {
        TestProposal proposal = new TestProposal(EntryType.ROLL, new byte[0]);
        log.propose(proposal);
        proposal.await();
    }

    static void changeTable(ReplicatedLog log, byte[] body) {
        TestProposal proposal = new TestProposal(TABLE, body);
        log.propose(proposal);
        proposal.await();
    }

    private static MessageDraft draft(String topic, int queueId, String body) {
        Map<String, String> properties = Map.of("TAGS", "tag", "KEYS", "k1 k2", "UNIQ_KEY", "id-" + body.hashCode());
        return new MessageDraft(topic.getBytes(StandardCharsets.UTF_8), queueId, 0, 0, 1, HOST, HOST, 0, 0,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
    }

    /// Bodies of all messages of a queue by their offset.
    static Map<Long, String> read(MessageStore store, String topic, int queueId) {
        return read(store, topic, queueId, store.minOffset(topic, queueId));
    }

    static Map<Long, String> read(MessageStore store, String topic, int queueId, long from) {
        Map<Long, String> bodies = new HashMap<>();
        store.read(topic, queueId, from, Integer.MAX_VALUE, Integer.MAX_VALUE, TagFilter.ALL,
                (source, at, size, offset, position) -> {
                    ByteBuffer copy = ByteBuffer.allocate(size).put(0, source, at, size);
                    bodies.put(offset, new String(StoredMessage.decode(copy).body(), StandardCharsets.UTF_8));
                });
        return bodies;
    }

    StoreReport verify() {
        return new Verification(StoreView.open(folder), Progress.NONE).run();
    }

    /// Repairs, and expects the store to be whole then.
    RepairPlan repair(LostQueues choice, long now) {
        try (Repair repair = Repair.open(FileSystemDisk.of(folder), now, new Random(1))) {
            RepairPlan plan = repair.plan(choice, Progress.NONE);
            List<RepairStep> done = new ArrayList<>();
            StoreReport after = repair.apply(plan, done::add, Progress.NONE);
            assertThat(done).isEqualTo(plan.steps());
            assertThat(after.files()).allMatch(FileReport::isWhole);
            return plan;
        }
    }

    Path segment(long base) {
        return folder.resolve(String.format("%020d.log", base));
    }

    Path segmentOf(long position) {
        return segment(position - position % SEGMENT_BYTES);
    }

    void flip(long position, int bit) {
        change(segmentOf(position), position % SEGMENT_BYTES, channel -> {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position % SEGMENT_BYTES);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).flip();
            channel.write(one, position % SEGMENT_BYTES);
        });
    }

    void zero(long from, long to) {
        write(from, new byte[(int) (to - from)]);
    }

    void write(long position, byte[] bytes) {
        change(segmentOf(position), position, channel ->
                channel.write(ByteBuffer.wrap(bytes), position % SEGMENT_BYTES));
    }

    void resize(long base, long size) {
        change(segment(base), base, channel -> {
            if (size < channel.size()) {
                channel.truncate(size);
            } else {
                channel.write(ByteBuffer.wrap(new byte[] {1}), size - 1);
            }
        });
    }

    interface Change {
        void to(FileChannel channel) throws IOException;
    }

    static void change(Path file, long position, Change change) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            change.to(channel);
        } catch (IOException e) {
            throw new AssertionError("at " + position, e);
        }
    }

    /// Name, size and content of every file.
    Map<String, String> content() {
        Map<String, String> content = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(),
                        Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return content;
    }

    private static final class One extends MessageProposal {
        private final CompletableFuture<long[]> result = new CompletableFuture<>();

        private One(MessageDraft draft) {
            super(draft);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            result.complete(new long[] {outcome, entry.position()});
        }

        @Override
        public void failed(LogRefusal why) {
            result.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }

    private static final class Batch extends BatchProposal {
        private final CompletableFuture<Long> result = new CompletableFuture<>();

        private Batch(List<MessageDraft> drafts) {
            super(drafts);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            result.complete(outcome);
        }

        @Override
        public void failed(LogRefusal why) {
            result.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }
}
