package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.ExpiringSegment;
import io.skylark.log.LogRefusal;
import io.skylark.log.MovedMessage;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.TestProposal;
import io.skylark.log.index.TagFilter;
import io.skylark.message.MessageDraft;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Messages that a table keeps for a while, and what becomes of them.
final class ParkedMessagesTest extends RetainedStore {
    private static final EntryType PARKED = EntryType.parked(30, "PARKED");

    private boolean refuses;

    /// Knows the positions of what is parked. An entry's body is the position it stands for, or -1, and a text.
    private static final class Table implements StateMachine {
        private final ConcurrentSkipListSet<Long> parked = new ConcurrentSkipListSet<>();

        @Override
        public long apply(EntryView entry) {
            if (entry.typeCode() == EntryType.MOVED.code()) {
                assertThat(parked.remove(MovedMessage.source(entry))).isTrue();
                return 0;
            }
            if (entry.position() == 0) { // from a snapshot
                parked.add(entry.body().getLong());
                return 0;
            }
            parked.remove(entry.body().getLong());
            parked.add(entry.position());
            return 0;
        }

        @Override
        public TableSnapshot snapshot() {
            List<Long> positions = List.copyOf(parked);
            return sink -> positions.forEach(
                    position -> sink.entry(PARKED, 0, ByteBuffer.allocate(8).putLong(position).array()));
        }
    }

    private static final class Move extends MovedProposal {
        private final CompletableFuture<Sent.Result> result = new CompletableFuture<>();

        private Move(long source, MessageDraft draft) {
            super(PARKED, source, draft);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            result.complete(new Sent.Result(new long[] {entry.position() + MovedMessage.MESSAGE_AT}, outcome));
        }

        @Override
        public void failed(LogRefusal why) {
            result.completeExceptionally(new IllegalStateException(why.toString()));
        }
    }

    private StoreFixture open(Table table) {
        return new StoreFixture(disk, StoreFixture.CONFIG, () -> now, storage -> {
            storage.retain(CONFIG, topic -> Optional.empty(), ZoneOffset.UTC);
            storage.messages().register(PARKED, table);
            storage.beforeExpiry(segment -> takeAlong(table, segment));
        });
    }

    private @Nullable StoreFixture fixture;

    private StoreFixture fixture() {
        return Objects.requireNonNull(fixture);
    }

    private void takeAlong(Table table, ExpiringSegment segment) {
        if (refuses) {
            throw new IllegalStateException("not now");
        }
        segment.forEach(entry -> {
            if (table.parked.contains(entry.position())) {
                ByteBuffer body = entry.body();
                byte[] again = new byte[body.remaining()];
                body.get(again);
                ByteBuffer.wrap(again).putLong(entry.position());
                TestProposal proposal = new TestProposal(PARKED.again(), again);
                fixture().log.propose(proposal);
                proposal.await();
            }
        });
    }

    private static byte[] body(long replaces, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + bytes.length).putLong(replaces).put(bytes).array();
    }

    private long park(String text) {
        TestProposal proposal = new TestProposal(PARKED, body(-1, text));
        fixture().log.propose(proposal);
        return proposal.await().position();
    }

    private Sent.Result move(long source, MessageDraft draft) {
        Move move = new Move(source, draft);
        fixture().log.propose(move);
        return move.result.join();
    }

    private String text(long position) {
        ByteBuffer body = fixture().store.entry(position).orElseThrow().body();
        return UTF_8.decode(body.position(8)).toString();
    }

    @Test
    void getIntoTheirQueueInOneEntryAndStayThereAfterARestart() {
        Table table = new Table();
        try (StoreFixture opened = open(table)) {
            fixture = opened;
            long first = park("one");
            long second = park("two");
            assertThat(text(first)).isEqualTo("one");
            opened.send(Drafts.draft("T", 0, "plain"));
            Sent.Result moved = move(first, Drafts.draft("T", 0, "one".getBytes(UTF_8),
                    Map.of("KEYS", "k1", "TAGS", "a")));
            assertThat(moved.queueOffset()).isEqualTo(1);
            assertThat(table.parked).containsExactly(second);
            assertThat(opened.store.message(moved.positions()[0])).get()
                    .extracting(found -> StoreFixture.body(StoreFixture.decode(found))).isEqualTo("one");
        }
        Table again = new Table();
        try (StoreFixture opened = open(again)) {
            assertThat(again.parked).isEqualTo(table.parked);
            assertThat(opened.read("T", 0, 0, 10, TagFilter.ALL)).containsExactly("plain", "one");
            assertThat(opened.store.query("T", "k1", 10, 0, Long.MAX_VALUE)).hasSize(1);
        }
    }

    @Test
    void areFoundInSealedSegmentsAsWell() {
        try (StoreFixture opened = open(new Table())) {
            fixture = opened;
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                move(park("x"), Drafts.draft("T", 0, i + FILLER));
                expected.add(i + FILLER);
            }
            awaitSealed(opened);
            assertThat(opened.read("T", 0, 0, MESSAGES, TagFilter.ALL)).isEqualTo(expected);
        }
    }

    @Test
    void areTakenAlongWhenTheirSegmentExpires() {
        Table table = new Table();
        try (StoreFixture opened = open(table)) {
            fixture = opened;
            long early = park("early");
            send(opened, "T", 0, MESSAGES);
            awaitSealed(opened);
            refuses = true;
            now = DELETE_HOUR;
            check(opened);
            assertThat(min(opened, "T")).isZero();
            assertThat(text(early)).isEqualTo("early");
            refuses = false;
            checkUntil(opened, () -> min(opened, "T") > 0);
            assertThat(opened.store.entry(early)).isEmpty();
            assertThat(table.parked).hasSize(1).doesNotContain(early);
            assertThat(text(table.parked.first())).isEqualTo("early");
        }
        Table again = new Table();
        try (StoreFixture opened = open(again)) {
            fixture = opened;
            assertThat(new TreeSet<>(again.parked)).isEqualTo(new TreeSet<>(table.parked));
            assertThat(text(again.parked.first())).isEqualTo("early");
        }
    }
}
