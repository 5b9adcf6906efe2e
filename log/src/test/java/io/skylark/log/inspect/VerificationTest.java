package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameWriter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerificationTest {
    private static final int SEGMENT_BYTES = StoreOnDisk.SEGMENT_BYTES;

    @TempDir
    Path root;

    private StoreOnDisk store = new StoreOnDisk(Path.of("."));

    @BeforeEach
    void fill() {
        store = new StoreOnDisk(root.resolve("log")).fill(120);
        assertThat(Files.exists(store.segment(2 * SEGMENT_BYTES))).isTrue();
    }

    @Test
    void findsAClosedStoreWholeAndCountsWhatIsInIt() {
        store.open((log, messages) -> {
            StoreOnDisk.sendBatch(log, 5);
            StoreOnDisk.changeTable(log, new byte[] {1, 2, 3});
        });
        Map<String, String> before = store.content();

        StoreReport report = store.verify();

        assertThat(report.isWhole()).isTrue();
        assertThat(report.end().kind()).isEqualTo(LogEnd.Kind.CLEAN);
        assertThat(report.end().lastIndex()).isEqualTo(122);
        Totals totals = report.totals();
        assertThat(totals.entries()).isEqualTo(122);
        assertThat(totals.messages()).isEqualTo(125);
        assertThat(totals.topics()).isEqualTo(3);
        assertThat(totals.queues()).isEqualTo(4);
        assertThat(totals.entriesByType()).isEqualTo(Map.of(1, 120L, 2, 1L, 20, 1L));
        assertThat(totals.bytes()).isEqualTo(report.end().position());
        assertThat(totals.firstTime()).isPositive().isLessThanOrEqualTo(totals.lastTime());
        assertThat(store.content()).as("nothing was changed").isEqualTo(before);
    }

    @Test
    void findsAStoreWholeWhileItIsWritten() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> store.open((log, messages) -> {
            while (!stop.get()) {
                store.send(log, "orders", 0, "x".repeat(1000));
            }
        }));
        writer.start();
        try {
            for (int i = 0; i < 50; i++) {
                StoreReport report = store.verify();
                assertThat(report.files()).as("run %d", i).allMatch(FileReport::isWhole);
                assertThat(report.end().kind()).isNotEqualTo(LogEnd.Kind.DAMAGED);
            }
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    /// The writer is ahead by segments between the first look at the folder and the next.
    @Test
    void knowsSegmentsThatWereMadeWhileItLookedAround() {
        Disk disk = FileSystemDisk.readOnly(store.folder);
        AtomicBoolean grown = new AtomicBoolean();
        Disk growing = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException refused) {
                        throw refused.getTargetException();
                    } finally {
                        if (method.getName().equals("list") && !grown.getAndSet(true)) {
                            store.fill(100);
                        }
                    }
                });

        StoreReport report = new Verification(StoreView.of(growing), Progress.NONE).run();

        assertThat(report.files()).allMatch(FileReport::isWhole);
        assertThat(report.totals().messages()).isEqualTo(220);
    }

    @Test
    void saysWhatIsWrongWhereAndGoesOnBehindIt() {
        StoreOnDisk.Sent hit = store.sent.get(20);
        store.flip(hit.position() + 150, 3);

        StoreReport report = store.verify();

        assertThat(report.problems()).isEqualTo(1);
        FileReport file = report.files().stream().filter(f -> !f.isWhole()).findFirst().orElseThrow();
        assertThat(file.name()).isEqualTo("00000000000000000000.log");
        assertThat(file.problems().getFirst().position()).isEqualTo(hit.frame());
        assertThat(file.problems().getFirst().text())
                .startsWith("checksum 0x")
                .contains("1 entry are lost up to position " + store.sent.get(21).frame());
        assertThat(report.totals().messages()).isEqualTo(119);
        assertThat(report.end().lastIndex()).isEqualTo(120);
    }

    @Test
    void findsSeveralHoles() {
        store.zero(store.sent.get(3).position(), store.sent.get(5).position());
        store.flip(store.sent.get(30).frame(), 0);
        store.flip(store.sent.get(31).frame() + 9, 7);

        StoreReport report = store.verify();

        assertThat(report.holes()).hasSize(2);
        assertThat(report.holes().getFirst().entries()).isEqualTo(3);
        assertThat(report.holes().get(1).entries()).isEqualTo(2);
        assertThat(report.totals().messages()).isEqualTo(115);
    }

    @Test
    void namesASegmentThatIsMissing() throws IOException {
        Files.delete(store.segment(SEGMENT_BYTES));

        StoreReport report = store.verify();

        FileReport file = report.files().stream().filter(f -> !f.isWhole()).findFirst().orElseThrow();
        assertThat(file.name()).isEqualTo("00000000000000016384.log");
        assertThat(file.problems().getFirst().text()).startsWith("the segment is missing; 16384 bytes with ");
    }

    @Test
    void namesASegmentOfTheWrongSize() {
        store.resize(SEGMENT_BYTES, 16000);
        assertThat(problem("00000000000000016384.log")).isEqualTo("it has 16000 bytes instead of 16384");
        store.resize(SEGMENT_BYTES, 20000);
        assertThat(problem("00000000000000016384.log")).isEqualTo("it has 20000 bytes instead of 16384");
    }

    @Test
    void namesASegmentThatCannotBeThere() throws IOException {
        Files.copy(store.segment(0), store.segment(100));
        assertThat(problem("00000000000000000100.log")).contains("no multiple of the segment size 16384");
    }

    @Test
    void tellsATornEndFromADamagedOne() {
        long end = store.verify().end().position();
        store.write(end, "half a frame".getBytes(StandardCharsets.UTF_8));
        assertThat(store.verify().isWhole()).as("behind the end of a closed log nothing counts").isTrue();
        store.flip(store.sent.getLast().position() + 20, 1);
        assertThat(problem(store.segmentOf(end).getFileName().toString()))
                .contains("but the log was durable up to " + end);
    }

    @Test
    void judgesAMissingMarkAndMeta() throws IOException {
        Files.delete(store.folder.resolve("durable.mark"));
        Files.write(store.folder.resolve("skylark.store"), new byte[64]);

        StoreReport report = store.verify();

        assertThat(problem("durable.mark")).isEqualTo("it is missing");
        assertThat(problem("skylark.store")).contains("not the magic of this kind of file");
        assertThat(report.problems()).isEqualTo(2);
        assertThat(report.totals().messages()).isEqualTo(120);
    }

    @Test
    void findsAnEntryWhoseBodyIsNoMessage() {
        StoreOnDisk.Sent hit = store.sent.get(7);
        int size = (int) (store.sent.get(8).position() - hit.position());
        ByteBuffer frame = ByteBuffer.allocate(size);
        new FrameWriter().seal(
                frame, 0, size - FrameLayout.HEADER_BYTES, EntryType.MESSAGE.code(), 8, 1, 1000, hit.frame());
        store.write(hit.frame(), frame.array());

        assertThat(problem("00000000000000000000.log"))
                .startsWith("its body holds no message at byte 0: no message magic but 0x0");
    }

    @Test
    void saysWhatAWrongFolderIs() throws IOException {
        assertThat(StoreFolder.find(root)).isEqualTo(store.folder.toAbsolutePath());
        assertThat(StoreFolder.find(store.folder)).isEqualTo(store.folder.toAbsolutePath());
        Path missing = root.resolve("missing");
        assertThatThrownBy(() -> StoreFolder.find(missing)).hasMessage("there is no folder " + missing);
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> StoreFolder.find(empty)).hasMessageContaining("holds no store");
        Files.createDirectory(empty.resolve("commitlog"));
        assertThatThrownBy(() -> StoreFolder.find(empty)).hasMessageContaining("a store of RocketMQ");
        Path file = Files.createFile(root.resolve("file"));
        assertThatThrownBy(() -> StoreFolder.find(file)).hasMessageContaining("is a file");
    }

    private String problem(String name) {
        FileReport file = store.verify().files().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
        assertThat(file.problems()).isNotEmpty();
        return file.problems().getFirst().text();
    }
}
