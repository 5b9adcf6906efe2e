package io.skylark.broker.pop;

import io.skylark.broker.config.PopLimits;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.log.DiskReserve;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.MessageProposal;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One topic that one group pops, on a disk that can lose power, with a clock that is set.
final class PopFixture implements AutoCloseable {
    static final String TOPIC = "T";
    static final String GROUP = "g";

    private static final int SEGMENT_BYTES = 16_384;
    private static final int BODY_BYTES = 500;
    private static final int LIMIT_SECONDS = 20;
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final LogConfig CONFIG = new LogConfig(
            SEGMENT_BYTES, 6000, 1 << 20, 2048, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 32 << 10)
            .withReserve(new DiskReserve(0, 0, Duration.ofMillis(2)));
    private static final RetentionConfig KEEP_LITTLE =
            new RetentionConfig(Duration.ofDays(3), Set.of(4), 2 * SEGMENT_BYTES, 75, false, Duration.ofDays(1));

    private final PopLimits limits;
    private FaultyDisk disk;
    private Storage storage;
    private ReplicatedLog log;
    private OffsetTable offsets;
    private PopService service;
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    PopFixture(long seed, PopLimits limits) {
        this.limits = limits;
        disk = new FaultyDisk(seed);
        open();
    }

    private void open() {
        InstantSource clock = () -> Instant.ofEpochMilli(now.get());
        storage = Storage.open(disk, CONFIG, InstantSource.system(), new Random(1));
        storage.retain(KEEP_LITTLE, topic -> Optional.empty(), ZoneOffset.UTC);
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
        service = new PopService(
                table, offsets, storage.messages(), tables, () -> limits, new Measures(topic -> false), "b",
                position -> true);
    }

    long now() {
        return now.get();
    }

    void advance(long millis) {
        now.addAndGet(millis);
    }

    PopService service() {
        return service;
    }

    static PopKey key(int queueId) {
        return new PopKey(GROUP, TOPIC, queueId);
    }

    /// Returns the offset.
    long send(int queueId, String tag) {
        CompletableFuture<Long> stored = new CompletableFuture<>();
        byte[] properties = Properties.encode(Map.of(PropertyNames.TAGS, tag)).getBytes(UTF_8);
        log.propose(new MessageProposal(new MessageDraft(
                TOPIC.getBytes(UTF_8), queueId, 0, 0, 1, HOST, HOST, 0, 0, ByteBuffer.wrap(new byte[BODY_BYTES]),
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
        return await(stored);
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    long minOffset(int queueId) {
        return storage.messages().minOffset(TOPIC, queueId);
    }

    long maxOffset(int queueId) {
        return storage.messages().maxOffset(TOPIC, queueId);
    }

    /// Deletes the oldest segments when there are more than two.
    void expire() {
        try {
            storage.expireSoon().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /// Brings everything to the log that nobody waits for.
    void flush() {
        await(offsets.flush());
        await(service.flush());
    }

    /// As a reset does: it is durable when this returns, if it settles.
    void moveOffset(int queueId, long offset, boolean settle) {
        offsets.put(GROUP, TOPIC, queueId, offset);
        offsets.storeNow(GROUP, TOPIC, Set.of(queueId));
        if (settle) {
            await(service.settle(key(queueId)));
        }
    }

    /// @param power whether what was not forced is gone as well
    void crash(boolean power) {
        FaultyDisk next = power ? disk.crash() : disk.kill();
        storage.close();
        now.incrementAndGet(); // no broker starts in no time
        disk = next;
        open();
    }

    @Override
    public void close() {
        storage.close();
    }
}
