package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.NoState;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.MessageFilter;
import io.skylark.log.index.TagFilter;
import io.skylark.log.index.Waiter;
import io.skylark.message.MessageLayout;
import io.skylark.message.Tags;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.log.store.Drafts.draft;
import static io.skylark.log.store.Drafts.keyed;
import static io.skylark.log.store.Drafts.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
final class MessageStoreTest {
    private final FaultyDisk disk = new FaultyDisk(5);
    private final AtomicLong now = new AtomicLong(1000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private StoreFixture fixture = new StoreFixture(new FaultyDisk(0), StoreFixture.CONFIG, clock);

    @BeforeEach
    void open() {
        fixture.close();
        fixture = new StoreFixture(disk, StoreFixture.CONFIG, clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void givesConsecutiveOffsetsInEachQueue() {
        assertThat(fixture.send(draft("T", 0, "a")).queueOffset()).isZero();
        assertThat(fixture.send(draft("T", 1, "b")).queueOffset()).isZero();
        assertThat(fixture.send(draft("T", 0, "c")).queueOffset()).isEqualTo(1);
        assertThat(fixture.send(draft("U", 0, "d")).queueOffset()).isZero();
        assertThat(fixture.store.maxOffset("T", 0)).isEqualTo(2);
        assertThat(fixture.store.minOffset("T", 0)).isZero();
        assertThat(fixture.store.maxOffset("V", 0)).isZero();
        assertThat(fixture.read("T", 0, 0, 10, TagFilter.ALL)).containsExactly("a", "c");
        assertThat(fixture.read("T", 0, 1, 10, TagFilter.ALL)).containsExactly("c");
    }

    @Test
    void storesABatchAsAWhole() {
        fixture.send(draft("T", 0, "x"));
        Sent.Result result = fixture.sendBatch(draft("T", 0, "a"), draft("T", 0, "b"), draft("T", 0, "c"));
        assertThat(result.queueOffset()).isEqualTo(1);
        assertThat(fixture.read("T", 0, 1, 10, TagFilter.ALL)).containsExactly("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            FoundMessage found = fixture.store.message(result.positions()[i]).orElseThrow();
            assertThat(found.queueOffset()).isEqualTo(i + 1);
            assertThat(StoreFixture.body(StoreFixture.decode(found))).isEqualTo(List.of("a", "b", "c").get(i));
        }
    }

    @Test
    void answersReadsAsRocketMqDoes() {
        fixture.store.queue("T", 1);
        for (int i = 0; i < 10; i++) {
            fixture.send(tagged("T", 0, "m" + i, i % 2 == 0 ? "even" : "odd"));
        }
        TagFilter even = TagFilter.anyOf(Tags.hash("even"));
        TagFilter none = TagFilter.anyOf(Tags.hash("none"));

        assertThat(read(0, 3, 1 << 20, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.FOUND, 3, 3));
        assertThat(read(8, 32, 1 << 20, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.FOUND, 10, 2));
        assertThat(read(1, 2, 1 << 20, even)).isEqualTo(outcome(ReadStatus.FOUND, 5, 2));
        assertThat(read(0, 3, 1, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.FOUND, 1, 1));
        assertThat(read(2, 3, 1 << 20, none)).isEqualTo(outcome(ReadStatus.NO_MATCHED_MESSAGE, 10, 0));
        assertThat(read(10, 3, 1 << 20, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.OFFSET_OVERFLOW_ONE, 10, 0));
        assertThat(read(11, 3, 1 << 20, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.OFFSET_OVERFLOW_BADLY, 10, 0));
        assertThat(read(-1, 3, 1 << 20, TagFilter.ALL)).isEqualTo(outcome(ReadStatus.OFFSET_TOO_SMALL, 0, 0));
        assertThat(readQueue(1, 0).status()).isEqualTo(ReadStatus.EMPTY_QUEUE);
        assertThat(readQueue(2, 5)).isEqualTo(new ReadOutcome(ReadStatus.NO_QUEUE, 0, 0, 0, 0, 0));
    }

    @Test
    void asksAMessageFilterAboutEachMessage() {
        for (int i = 0; i < 10; i++) {
            fixture.send(tagged("T", 0, "m" + i, "x"));
        }
        MessageFilter later = (source, at) -> source.get(at + MessageLayout.bodyAt(source, at) + 1) >= '7';
        assertThat(fixture.read("T", 0, 0, 2, later)).containsExactly("m7", "m8");
        assertThat(read(0, 32, 1 << 20, later)).isEqualTo(outcome(ReadStatus.FOUND, 10, 3));
        MessageFilter none = (source, at) -> false;
        assertThat(read(2, 32, 1 << 20, none)).isEqualTo(outcome(ReadStatus.NO_MATCHED_MESSAGE, 10, 0));
    }

    @Test
    void looksAtALimitedNumberOfMessagesInOneRead() {
        List<Sent.One> sent = new ArrayList<>();
        for (int i = 0; i < MessageStore.MAX_SCANNED_ENTRIES + 10; i++) {
            Sent.One one = new Sent.One(tagged("T", 0, "", "x"));
            sent.add(one);
            fixture.log.propose(one);
            if (i % 1000 == 0) {
                one.result.join();
            }
        }
        sent.forEach(one -> one.result.join());
        TagFilter none = TagFilter.anyOf(Tags.hash("none"));
        assertThat(read(3, 1, 100, none).nextOffset()).isEqualTo(MessageStore.MAX_SCANNED_ENTRIES + 3L);
    }

    @Test
    void findsMessagesByPositionAndRefusesOtherPositions() {
        Sent.Result first = fixture.send(draft("T", 3, "hello"));
        long position = first.positions()[0];
        FoundMessage found = fixture.store.message(position).orElseThrow();
        assertThat(StoreFixture.decode(found).position()).isEqualTo(position);
        assertThat(StoreFixture.decode(found).topic()).isEqualTo("T");
        assertThat(StoreFixture.decode(found).storeTime()).isEqualTo(1000);
        for (long wrong = -3; wrong < position + 300; wrong++) {
            if (wrong != position) {
                assertThat(fixture.store.message(wrong)).as("position %d", wrong).isEmpty();
            }
        }
        assertThat(fixture.store.message(Long.MAX_VALUE)).isEmpty();
    }

    /// A message may carry the bytes of a message in its body.
    @Test
    void doesNotFindAMessageInsideTheBodyOfAnother() {
        long inner = fixture.send(draft("T", 0, "inner")).positions()[0];
        byte[] copy = fixture.store.message(inner).orElseThrow().copy().array();
        long outer = fixture.send(draft("T", 0, copy, java.util.Map.of())).positions()[0];
        for (long position = outer + 1; position < outer + 300; position++) {
            assertThat(fixture.store.message(position)).isEmpty();
        }
    }

    @Test
    void findsOffsetsByTimeAsRocketMqDoes() {
        for (int time : new int[] {1000, 1010, 1010, 1010, 1030}) {
            now.set(time);
            fixture.send(draft("T", 0, "m"));
        }
        assertThat(lower(0)).isZero();
        assertThat(lower(1000)).isZero();
        assertThat(lower(1001)).isEqualTo(1);
        assertThat(lower(1010)).isEqualTo(1);
        assertThat(lower(1011)).isEqualTo(4);
        assertThat(lower(1030)).isEqualTo(4);
        assertThat(lower(1031)).isEqualTo(5);
        assertThat(upper(0)).isZero();
        assertThat(upper(1000)).isZero();
        assertThat(upper(1009)).isZero();
        assertThat(upper(1010)).isEqualTo(3);
        assertThat(upper(1029)).isEqualTo(3);
        assertThat(upper(1030)).isEqualTo(4);
        assertThat(upper(9999)).isEqualTo(4);
        assertThat(fixture.store.offsetByTime("T", 7, 1010, TimeBound.LOWER)).isZero();
        assertThat(fixture.store.storeTime("T", 0, 4)).hasValue(1030);
        assertThat(fixture.store.storeTime("T", 0, 5)).isEmpty();
        assertThat(fixture.store.earliestStoreTime("T", 0)).hasValue(1000);
        assertThat(fixture.store.earliestStoreTime("T", 1)).isEmpty();
        assertThat(fixture.store.earliestStoreTime()).hasValue(1000);
        fixture.close();
        assertThat(fixture.store.newestTime()).isEqualTo(1030);
    }

    @Test
    void findsTheNewestMessagesWithAKeyOldestFirst() {
        for (int i = 0; i < 10; i++) {
            now.set(1000 + i);
            fixture.send(keyed(i == 9 ? "U" : "T", "m" + i, "U" + i, "k " + (i % 2 == 0 ? "even" : "odd")));
        }
        assertThat(query("k", 3, 0, Long.MAX_VALUE)).containsExactly("m6", "m7", "m8");
        assertThat(query("even", 99, 0, Long.MAX_VALUE)).containsExactly("m0", "m2", "m4", "m6", "m8");
        assertThat(query("U3", 32, 0, Long.MAX_VALUE)).containsExactly("m3");
        assertThat(query("k", 99, 1002, 1004)).containsExactly("m2", "m3", "m4");
        assertThat(query("nothing", 99, 0, Long.MAX_VALUE)).isEmpty();
        assertThat(query("k", 0, 0, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void callsAWaiterAfterTheRoundThatBroughtAMatchingMessage() throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        List<String> seen = new ArrayList<>();
        LogQueue queue = fixture.store.queue("T", 0);
        Waiter waiter = new Waiter(TagFilter.anyOf(Tags.hash("wanted"))) {
            @Override
            protected void ready() {
                seen.add(Thread.currentThread().getName());
                called.countDown();
            }
        };
        assertThat(fixture.store.await(queue, 0, waiter)).isTrue();
        fixture.send(tagged("T", 0, "a", "other"));
        fixture.send(tagged("T", 1, "b", "wanted"));
        assertThat(called.getCount()).isEqualTo(1);
        fixture.send(tagged("T", 0, "c", "wanted"));
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("log-applier");
        assertThat(waiter.offset()).isEqualTo(1);
    }

    @Test
    void startsARemovedTopicAtZeroAgainAlsoAfterAReplay() {
        long gone = fixture.send(keyed("T", "old", "U1", "k")).positions()[0];
        fixture.send(draft("V", 0, "other"));
        LogQueue old = fixture.store.queue("T", 0);
        fixture.removeTopic("T");
        assertThat(old.isRemoved()).isTrue();
        assertThat(fixture.store.message(gone)).isEmpty();
        assertThat(query("k", 9, 0, Long.MAX_VALUE)).isEmpty();
        assertThat(fixture.send(draft("T", 0, "new")).queueOffset()).isZero();
        fixture.close();
        fixture = StoreFixture.on(disk);
        assertThat(fixture.read("T", 0, 0, 9, TagFilter.ALL)).containsExactly("new");
        assertThat(fixture.read("V", 0, 0, 9, TagFilter.ALL)).containsExactly("other");
    }

    @Test
    void refusesToReplayWhatItDoesNotKnow() {
        TestProposal proposal = new TestProposal(StoreFixture.REMOVE_TOPIC, new byte[] {'x'});
        fixture.log.propose(proposal);
        proposal.await();
        FaultyDisk killed = disk.kill();
        try (Storage storage = Storage.open(killed, StoreFixture.CONFIG, clock, new java.util.Random(1))) {
            assertThatThrownBy(() -> storage.start(cause -> {})).hasMessageContaining("has type 20");
        }
    }

    @Test
    void stopsRatherThanIndexingWhatIsNoMessage() {
        TestProposal broken = new TestProposal(EntryType.MESSAGE, new byte[50]);
        fixture.log.propose(broken);
        assertThat(broken.awaitRefusal().detail()).contains("holds no message");
    }

    @Test
    void letsATableHaveATypeOnlyOnce() {
        assertThatThrownBy(() -> fixture.store.register(StoreFixture.REMOVE_TOPIC, new NoState(entry -> 0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.store.register(EntryType.MESSAGE, new NoState(entry -> 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheSegmentSizeOfTheFolder() {
        Sent.Result before = fixture.send(draft("T", 0, "a"));
        fixture.close();
        fixture = new StoreFixture(disk, StoreFixture.CONFIG.withSegmentBytes(32768), clock);
        Sent.Result after = fixture.send(draft("T", 0, "b"));
        assertThat(after.positions()[0]).isGreaterThan(before.positions()[0]);
        assertThat(disk.content("00000000000000000000.log")).hasSize(16384);
    }

    @Test
    void worksOnARealFolderAndRefusesASecondOwner(@TempDir Path folder) {
        try (StoreFixture real = StoreFixture.on(io.skylark.log.disk.FileSystemDisk.of(folder))) {
            for (int i = 0; i < 200; i++) {
                real.send(draft("T", i % 4, "m" + i));
            }
            assertThatThrownBy(() -> Storage.open(folder, StoreFixture.CONFIG, clock))
                    .isInstanceOf(DiskException.class)
                    .hasMessageContaining(folder + " is in use by another process (pid ");
        }
        try (StoreFixture real = StoreFixture.on(io.skylark.log.disk.FileSystemDisk.of(folder))) {
            assertThat(real.read("T", 3, 48, 9, TagFilter.ALL)).containsExactly("m195", "m199");
        }
    }

    private ReadOutcome read(long offset, int maxMessages, int maxBytes, TagFilter filter) {
        List<Long> offsets = new ArrayList<>();
        ReadOutcome outcome = fixture.store.read("T", 0, offset, maxMessages, maxBytes, filter,
                (source, at, size, queueOffset, position) -> offsets.add(queueOffset));
        assertThat(offsets).hasSize(outcome.count());
        assertThat(outcome.bytes() > 0).isEqualTo(outcome.count() > 0);
        return new ReadOutcome(outcome.status(), outcome.nextOffset(), outcome.minOffset(), outcome.maxOffset(),
                outcome.count(), 0);
    }

    private ReadOutcome readQueue(int queueId, long offset) {
        return fixture.store.read("T", queueId, offset, 1, 1, TagFilter.ALL, (source, at, size, o, p) -> {});
    }

    private static ReadOutcome outcome(ReadStatus status, long next, int count) {
        return new ReadOutcome(status, next, 0, 10, count, 0);
    }

    private long lower(long time) {
        return fixture.store.offsetByTime("T", 0, time, TimeBound.LOWER);
    }

    private long upper(long time) {
        return fixture.store.offsetByTime("T", 0, time, TimeBound.UPPER);
    }

    private List<String> query(String key, int max, long begin, long end) {
        return fixture.store.query("T", key, max, begin, end).stream()
                .map(found -> StoreFixture.body(StoreFixture.decode(found)))
                .toList();
    }
}
