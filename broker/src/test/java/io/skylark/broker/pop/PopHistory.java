package io.skylark.broker.pop;

import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.log.DiskReserve;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageProposal;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.Tags;
import io.skylark.protocol.api.PopMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// One random life of a group that pops: sends, pops, acknowledgements, changes, reads that fail, power cuts. What is
/// acknowledged never returns; what is held by one is not given to another; what is not acknowledged returns when its
/// time is over.
final class PopHistory {
    private static final String TOPIC = "T";
    private static final String GROUP = "g";
    private static final int QUEUES = 2;
    private static final int STEPS = 120;
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final TagFilter WANTED = TagFilter.anyOf(Tags.hash("A"), Tags.hash("B"));
    private static final LogConfig CONFIG = new LogConfig(
            16384, 6000, 1 << 20, 2048, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 32 << 10)
            .withReserve(new DiskReserve(0, 0, Duration.ofMillis(2)));
    private static final PopLimits LIMITS = new PopLimits(
            8, 4096, 12, 1_000, 10, Duration.ofMinutes(5), Duration.ofDays(3), Duration.ofSeconds(1));

    /// A message as the group sees it.
    private record Place(int queueId, long offset) {}

    /// What a consumer got: it holds the message until `until`.
    private record Delivery(Place place, long popTime, long until, int deliveries) {}

    private final Random random;
    private final boolean forgetful;
    private final Set<Place> sent = new HashSet<>();
    private final Set<Place> acknowledged = new HashSet<>();
    /// Acknowledgements that a crash may have taken away, or not.
    private final Set<Place> unknown = new HashSet<>();
    private final Map<Place, Delivery> holders = new HashMap<>();
    private FaultyDisk disk;
    private long now = 1_700_000_000_000L;
    private Storage storage;
    private ReplicatedLog log;
    private OffsetTable offsets;
    private PopService service;
    private boolean readsFail;
    private int redelivered;

    /// @param forgetful leaves acknowledgements out: for the test of the test
    PopHistory(long seed, boolean forgetful) {
        random = new Random(seed);
        this.forgetful = forgetful;
        disk = new FaultyDisk(seed);
        open();
    }

    private void open() {
        InstantSource clock = () -> Instant.ofEpochMilli(now);
        storage = Storage.open(disk, CONFIG, InstantSource.system(), new Random(1));
        TableLog tables = new TableLog(() -> log);
        offsets = new OffsetTable(tables);
        PopTable table = new PopTable(offsets, clock);
        storage.messages().register(OffsetTable.TYPE, offsets);
        storage.messages().register(PopTable.TYPE, table);
        log = storage.start(failure -> {
            throw new AssertionError("the log failed", failure);
        });
        offsets.replayed();
        table.replayed();
        service = new PopService(table, offsets, storage.messages(), tables, LIMITS, "b", position -> true);
    }

    /// Returns how many messages came more than once.
    int run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            finish();
            return redelivered;
        } finally {
            storage.close();
        }
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> send(1 + random.nextInt(6));
            case 4, 5, 6, 7, 8, 9 -> pop(1 + random.nextInt(8), 1_000 + random.nextInt(60_000));
            case 10, 11, 12, 13 -> acknowledge();
            case 14 -> change();
            case 15, 16 -> now += random.nextInt(30_000);
            case 17 -> {
                service.flush();
                await(offsets.flush());
            }
            case 18 -> {
                readsFail = true;
                pop(8, 5_000);
                readsFail = false;
            }
            default -> crash();
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            int queueId = random.nextInt(QUEUES);
            String tag = random.nextInt(4) == 0 ? "unwanted" : "A";
            CompletableFuture<Long> stored = new CompletableFuture<>();
            byte[] properties = Properties.encode(Map.of(PropertyNames.TAGS, tag)).getBytes(UTF_8);
            log.propose(new MessageProposal(new MessageDraft(
                    TOPIC.getBytes(UTF_8), queueId, 0, 0, 1, HOST, HOST, 0, 0, ByteBuffer.wrap(new byte[64]),
                    ByteBuffer.wrap(properties))) {
                @Override
                public void applied(EntryView entry, long outcome) {
                    stored.complete(outcome);
                }

                @Override
                public void failed(LogRefusal why) {
                    stored.completeExceptionally(new IllegalStateException(why.detail()));
                }
            });
            long offset = await(stored);
            if (!tag.equals("unwanted")) {
                sent.add(new Place(queueId, offset));
            }
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private TagFilter filter() {
        return tagHash -> {
            if (readsFail && random.nextInt(3) == 0) {
                throw new IllegalStateException("this read fails");
            }
            return WANTED.matches(tagHash);
        };
    }

    private List<Delivery> pop(int most, long invisible) {
        PopAsk ask = new PopAsk(
                GROUP, TOPIC, random.nextInt(QUEUES), QUEUES, QUEUES, filter(), most, invisible, PopMessage.INIT_MIN,
                false, null);
        PopOutcome outcome;
        try {
            outcome = service.pop(ask, true);
            while (outcome instanceof PopOutcome.Beginning(CompletableFuture<Void> begun)) {
                await(begun);
                outcome = service.pop(ask, true);
            }
        } catch (IllegalStateException failed) {
            assertThat(readsFail).as("only a read that was made to fail fails: %s", failed).isTrue();
            return List.of();
        }
        if (!(outcome instanceof PopOutcome.Popped(PoppedMessages messages, long rest))) {
            return List.of();
        }
        ByteBuffer body = ByteBuffer.allocate(messages.sizeBytes());
        messages.writeTo(body);
        List<Delivery> deliveries = new ArrayList<>();
        for (StoredMessage message : StoredMessage.decodeAll(body.flip())) {
            deliveries.add(delivered(message, messages.popTime(), now + invisible));
        }
        return deliveries;
    }

    private Delivery delivered(StoredMessage message, long popTime, long until) {
        Place place = new Place(message.queueId(), message.queueOffset());
        assertThat(sent).contains(place);
        assertThat(acknowledged).as("acknowledged messages").doesNotContain(place);
        Delivery before = holders.get(place);
        if (before != null) {
            assertThat(before.until).as("end of the time of %s", before).isLessThanOrEqualTo(now);
        }
        redelivered += message.reconsumeTimes() > 0 ? 1 : 0;
        Delivery delivery = new Delivery(place, popTime, until, message.reconsumeTimes() + 1);
        holders.put(place, delivery);
        return delivery;
    }

    private Delivery anyHeld() {
        return holders.values().stream().skip(random.nextInt(holders.size())).findFirst().orElseThrow();
    }

    private static PopKey key(Place place) {
        return new PopKey(GROUP, TOPIC, place.queueId);
    }

    private void acknowledge() {
        for (int i = random.nextInt(4); i >= 0 && !holders.isEmpty(); i--) {
            Delivery delivery = anyHeld();
            Place place = delivery.place;
            holders.remove(place);
            if (forgetful && random.nextInt(8) == 0) {
                acknowledged.add(place);
                continue;
            }
            CompletableFuture<PopQueue.Handle> answer = service.ack(key(place), place.offset, delivery.popTime);
            if (random.nextInt(10) == 0) {
                unknown.add(place);
                crash();
            } else {
                assertThat(await(answer)).isNotEqualTo(PopQueue.Handle.UNKNOWN);
                acknowledged.add(place);
            }
        }
    }

    private void change() {
        if (holders.isEmpty()) {
            return;
        }
        Delivery delivery = anyHeld();
        Place place = delivery.place;
        long invisible = random.nextInt(60_000);
        now++;
        long popTime = service.change(key(place), place.offset, delivery.popTime, invisible);
        if (popTime >= 0) {
            holders.put(place, new Delivery(place, popTime, now + invisible, delivery.deliveries));
        }
    }

    /// What is held is anybody's after that.
    private void crash() {
        FaultyDisk next = random.nextBoolean() ? disk.crash() : disk.kill();
        storage.close();
        disk = next;
        open();
        holders.replaceAll((place, held) -> new Delivery(place, held.popTime, now, held.deliveries));
    }

    /// Everything that was not acknowledged comes within its time, and then nothing any more.
    private void finish() {
        now += Duration.ofDays(4).toMillis();
        Set<Place> missing = new HashSet<>(sent);
        missing.removeAll(acknowledged);
        for (int idle = 0; idle < 3; ) {
            List<Delivery> deliveries = pop(8, 60_000);
            for (Delivery delivery : deliveries) {
                missing.remove(delivery.place);
                assertThat(await(service.ack(key(delivery.place), delivery.place.offset, delivery.popTime)))
                        .isEqualTo(PopQueue.Handle.CURRENT);
                acknowledged.add(delivery.place);
            }
            idle = deliveries.isEmpty() ? idle + 1 : 0;
        }
        missing.removeAll(unknown);
        assertThat(missing).as("messages that were not acknowledged and did not come back").isEmpty();
        service.flush();
        now += Duration.ofDays(4).toMillis();
        crash();
        assertThat(pop(8, 1_000)).as("what comes after everything was acknowledged").isEmpty();
    }
}
