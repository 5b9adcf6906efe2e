package io.skylark.cli.store;

import io.skylark.cli.SkylarkCommand;
import io.skylark.cli.frame.Failures;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class StoreCommandTest {
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final EntryType TOPIC = EntryType.table(EntryText.TOPIC, "TOPIC");
    private static final int BODY_BYTES = 300;

    @TempDir
    Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void fill() {
        open(log -> {
            Awaited.topic().in(log);
            for (int i = 0; i < 60; i++) {
                Awaited.of(EntryType.MESSAGE, draft("orders", i % 2, "m" + i)).in(log);
            }
            Awaited.of(EntryType.MESSAGE_BATCH, draft("batches", 0, "b0"), draft("batches", 0, "b1")).in(log);
        });
    }

    @Test
    void findsAWholeStoreWhole() {
        assertThat(run("store", "verify", root.toString())).isZero();
        assertThat(out.toString())
                .contains(root.resolve("log") + ": closed in order, durable up to position ")
                .containsPattern("00000000000000000000\\.log +\\d+ +\\d+  ok")
                .containsPattern("00000000000000000000\\.index +ok")
                .contains("62 entries {MESSAGE=60, MESSAGE_BATCH=1, TOPIC=1}, 62 messages in 3 queues of 2 topics")
                .endsWith("The store is whole." + System.lineSeparator());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatIsDamaged() throws IOException {
        damage(3000, 3100);
        assertThat(run("store", "verify", root.toString())).isEqualTo(Failures.FAILED);
        assertThat(out.toString())
                .containsPattern("00000000000000000000\\.log +\\d+ +\\d+  DAMAGED")
                .containsPattern("    position \\d+: checksum 0x[0-9a-f]{8} instead of 0x[0-9a-f]{8}; \\d+ bytes with 1"
                        + " entry are lost up to position \\d+")
                .contains("The store is damaged: 1 problem.")
                .contains("skylark store repair " + root);
    }

    @Test
    void reportsAsJson() throws IOException {
        damage(3000, 3100);
        assertThat(run("store", "verify", root.toString(), "-o", "json")).isEqualTo(Failures.FAILED);
        assertThat(Json.tree(out.toString().getBytes(StandardCharsets.UTF_8))).isInstanceOf(Map.class);
        assertThat(out.toString()).contains("\"whole\":false", "\"messages\":61", "\"problems\":[{\"position\":");
    }

    @Test
    void dumpsEntriesOneALine() {
        assertThat(run("store", "dump", root.toString(), "--max", "3")).isZero();
        assertThat(out.toString().lines().toList()).hasSize(5);
        assertThat(out.toString())
                .containsPattern("(?m)^ +0 +1 +1  20\\d\\d-.* TOPIC .* put \\{\"topicName\":\"orders\"\\}$")
                .containsPattern("(?m)^ +\\d+ +2 +1  .* MESSAGE .* orders/0 body=300 tags=tag keys=k1 k2 id=id-m0$")
                .containsPattern("3 entries shown; more may follow: --from \\d+");
    }

    @Test
    void dumpsWhatWasAskedFor() {
        assertThat(run("store", "dump", root.toString(), "--type", "message_batch")).isZero();
        assertThat(out.toString().lines().toList()).hasSize(1 + 1 + 2 + 1);
        assertThat(out.toString()).contains("2 messages", "- batches/0 body=300").contains("the log ends at position ");

        assertThat(run("store", "dump", root.toString(), "--topic", "batches")).isZero();
        assertThat(out.toString()).contains("1 entry shown").doesNotContain("orders");

        assertThat(run("store", "dump", root.toString(), "--from", "12345", "--max", "1")).isZero();
        long position = Long.parseLong(out.toString().lines().toList().get(1).strip().split(" ")[0]);
        assertThat(position).isBetween(12345 - 600L, 12345L);
    }

    @Test
    void dumpsJson() {
        assertThat(run("store", "dump", root.toString(), "--max", "2", "-o", "json")).isZero();
        assertThat(Json.tree(out.toString().getBytes(StandardCharsets.UTF_8))).isInstanceOf(Map.class);
        assertThat(out.toString().lines().filter(line -> line.startsWith("{\"position\":"))).hasSize(2);
        assertThat(out.toString()).contains("\"stop\":\"ENOUGH\"", "\"topic\":\"orders\"");
    }

    @Test
    void stopsADumpAtDamage() throws IOException {
        damage(3000, 3100);
        assertThat(run("store", "dump", root.toString())).isEqualTo(Failures.FAILED);
        assertThat(out.toString()).containsPattern("stopped at position \\d+, which is damaged: checksum");
    }

    @Test
    void showsARepairAndDoesItOnlyWhenToldTo() throws IOException {
        damage(3000, 3100);
        assertThat(run("store", "repair", root.toString())).isEqualTo(Failures.FAILED);
        assertThat(out.toString())
                .contains("would do this:")
                .contains(" bytes with 1 entry are given up; 1 message of queue orders/")
                .contains("Nothing was changed. To do it: skylark store repair " + root + " --yes");
        assertThat(run("store", "repair", root.toString(), "--dry-run")).isEqualTo(Failures.FAILED);
        assertThat(run("store", "repair", root.toString(), "--dry-run", "--yes")).isEqualTo(Failures.USAGE);
        assertThat(run("store", "verify", root.toString())).isEqualTo(Failures.FAILED);

        assertThat(run("store", "repair", root.toString(), "--yes")).isZero();
        assertThat(out.toString())
                .containsPattern("Lost 1 entry in \\d+ bytes\\.")
                .containsPattern("Kept aside: .*\\.dropped-\\d+")
                .contains("The store is whole: the broker can start.");
        assertThat(run("store", "verify", root.toString())).isZero();
        open(log -> Awaited.of(EntryType.MESSAGE, draft("orders", 0, "after")).in(log));
        assertThat(run("store", "repair", root.toString(), "--yes")).isZero();
        assertThat(out.toString()).contains("is whole; there is nothing to do.");
        assertThat(run("store", "dump", root.toString(), "--type", "lost")).isZero();
        assertThat(out.toString()).contains("given up by a repair: 1 message of orders/");
    }

    @Test
    void refusesToRepairWhileABrokerRuns() {
        open(log -> {
            assertThat(run("store", "repair", root.toString(), "--yes")).isEqualTo(Failures.FAILED);
            assertThat(err.toString())
                    .contains("in use by another process (pid " + ProcessHandle.current().pid() + ")")
                    .hasLineCount(1);
            assertThat(run("store", "verify", root.toString())).isZero();
            assertThat(out.toString()).contains("in use, it seems by process " + ProcessHandle.current().pid());
        });
    }

    @Test
    void saysThatAFolderIsNoStore() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        for (String verb : List.of("verify", "dump", "repair")) {
            assertThat(run("store", verb, empty.toString())).isEqualTo(Failures.NOT_FOUND);
            assertThat(err.toString()).startsWith("skylark: " + empty + " holds no store").hasLineCount(1);
        }
        assertThat(run("store", "dump", root.toString(), "--type", "nonsense")).isEqualTo(Failures.USAGE);
        assertThat(err.toString()).contains("there is no entry type \"nonsense\"");
        assertThat(run("store", "verify")).isEqualTo(Failures.USAGE);
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = SkylarkCommand.commandLine(List.of(), words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    private void damage(long from, long to) throws IOException {
        Path file = root.resolve("log").resolve("00000000000000000000.log");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("damage! ".repeat((int) (to - from) / 8).getBytes(StandardCharsets.UTF_8)),
                    from);
        }
    }

    interface Action {
        void run(ReplicatedLog log);
    }

    private void open(Action action) {
        LogConfig config = LogConfig.dev().withSegmentBytes(16384);
        try (Storage storage = Storage.open(root.resolve("log"), config, InstantSource.system())) {
            storage.messages().register(TOPIC, new StateMachine() {
                @Override
                public long apply(EntryView entry) {
                    return 0;
                }

                @Override
                public TableSnapshot snapshot() {
                    return sink -> {};
                }
            });
            action.run(storage.start(cause -> {
                throw new AssertionError(cause);
            }));
        }
    }

    private static MessageDraft draft(String topic, int queueId, String id) {
        String properties = Properties.encode(Map.of("TAGS", "tag", "KEYS", "k1 k2", "UNIQ_KEY", "id-" + id));
        return new MessageDraft(topic.getBytes(StandardCharsets.UTF_8), queueId, 0, 0, 1, HOST, HOST, 0, 0,
                ByteBuffer.allocate(BODY_BYTES), ByteBuffer.wrap(properties.getBytes(StandardCharsets.UTF_8)));
    }

    /// An entry of any type, whose end is awaited.
    private static final class Awaited extends Proposal {
        private final EntryType type;
        private final List<MessageDraft> drafts;
        private final byte[] rest;
        private final CompletableFuture<Long> done = new CompletableFuture<>();

        private Awaited(EntryType type, List<MessageDraft> drafts, byte[] rest) {
            this.type = type;
            this.drafts = drafts;
            this.rest = rest;
        }

        /// Messages, in one entry.
        static Awaited of(EntryType type, MessageDraft... drafts) {
            return new Awaited(type, List.of(drafts), new byte[0]);
        }

        /// A topic that is put, as the broker's table writes it.
        static Awaited topic() {
            return new Awaited(
                    TOPIC, List.of(), "\u0001{\"topicName\":\"orders\"}".getBytes(StandardCharsets.UTF_8));
        }

        void in(ReplicatedLog log) {
            log.propose(this);
            done.join();
        }

        @Override
        public EntryType type() {
            return type;
        }

        @Override
        public int bodySize() {
            return rest.length + drafts.stream().mapToInt(MessageDraft::encodedSize).sum();
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            drafts.forEach(draft -> draft.encode(target, timeMillis));
            target.put(rest);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            done.complete(outcome);
        }

        @Override
        public void failed(LogRefusal why) {
            done.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }
}
