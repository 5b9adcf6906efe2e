package io.skylark.broker.timer;

import io.skylark.broker.intake.SendOutcome;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.TopicConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The parts of timers on a log in a folder, without threads of their own: what is due is let go when a test says so.
final class TimerFixture implements AutoCloseable {
    static final String TOPIC = "T";
    static final LogConfig CONFIG = new LogConfig(
            1 << 14, 1 << 12, 1 << 20, 1 << 13, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 1 << 18);
    private static final long LIMIT_SECONDS = 20;
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 1);
    private static final RetentionConfig RETENTION = new RetentionConfig(
            Duration.ofHours(1), Set.of(4), 0, 99, false, Duration.ofHours(1));

    final Storage storage;
    final PendingTimers pending;
    final RunFolder folder;
    final TimerFiring firing;
    final TopicTable topics;
    volatile Runnable onRound = () -> {};
    volatile @Nullable TimerThread thread;
    private final TableLog tableLog = new TableLog(this::log);
    private @Nullable ReplicatedLog log;

    TimerFixture(Path path, InstantSource clock, LogConfig config, int maxNewest) {
        storage = Storage.open(path, config, clock);
        folder = new RunFolder(storage.disk());
        pending = new PendingTimers(maxNewest, this::write, this::wake);
        pending.firstRunId(folder.firstFreeId());
        TimerTable table = new TimerTable(pending, folder);
        storage.messages().register(TimerTable.TYPE, table);
        storage.messages().register(TimerTable.STATE, table);
        topics = new TopicTable(tableLog, Map.of(TOPIC, TopicConfig.of(TOPIC, 1, 6)), topic -> {});
        storage.messages().register(TopicTable.TYPE, topics);
        storage.beforeExpiry(new TimerExpiry(pending, this::log));
        storage.retain(RETENTION, topic -> Optional.empty(), ZoneOffset.UTC);
        firing = new TimerFiring(
                pending, storage.messages(), topics, this::log, new Measures(topic -> false), clock, this::wake);
        storage.messages().onRoundApplied(() -> onRound.run());
        log = storage.start(failure -> {
            throw new AssertionError("the log failed", failure);
        });
        LostRuns.find(folder, pending, storage.messages()::forEachEntry);
    }

    private void wake() {
        TimerThread waiting = thread;
        if (waiting != null) {
            waiting.wake();
        }
    }

    private void write(Run run) {
        folder.add(run);
        folder.writeAll(pending);
    }

    ReplicatedLog log() {
        if (log == null) {
            throw new IllegalStateException("not started");
        }
        return log;
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopping);
        }
    }

    static MessageDraft draft(String body) {
        return new MessageDraft(
                TOPIC.getBytes(StandardCharsets.UTF_8), 0, 0, 0, 0, HOST, HOST, 0, 0,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), ByteBuffer.allocate(0));
    }

    /// Offers a message; completes with the position of its entry.
    CompletableFuture<Long> offer(String body, long due) {
        CompletableFuture<Long> stored = new CompletableFuture<>();
        log().propose(new ParkProposal(draft(body), due, null, new SendOutcome() {
            @Override
            public void stored(long position, long queueOffset, @Nullable String recallHandle) {
                stored.complete(position - ParkedMessage.MESSAGE_AT);
            }

            @Override
            public void refused(LogRefusal why) {
                stored.completeExceptionally(new IllegalStateException(why.toString()));
            }
        }));
        return stored;
    }

    long park(String body, long due) {
        return get(offer(body, due));
    }

    /// Takes a message away, as a recall does; false when it did not wait.
    boolean recall(long due, long position) {
        if (pending.claim(due, position) != PendingTimers.Claim.CLAIMED) {
            return false;
        }
        tableLog.change(TimerTable.STATE, TimerTable.removed(new Pending(due, position)));
        return true;
    }

    /// Returns when all that was offered before is applied.
    void settle() {
        get(tableLog.propose(TimerTable.STATE, TimerTable.removed(new Pending(0, 0))));
    }

    void expire() {
        try {
            storage.expireSoon().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hands out the messages of the queue from an offset on, and returns where it ends.
    long read(long from, Consumer<StoredMessage> messages) {
        LogQueue queue = storage.messages().queue(TOPIC, 0);
        long next = Math.max(from, queue.minOffset());
        while (next < queue.maxOffset()) {
            ReadOutcome outcome = storage.messages().read(
                    queue, next, 32, 1 << 20, TagFilter.ALL, (source, at, size, offset, position) -> {
                        ByteBuffer copy = ByteBuffer.allocate(size);
                        copy.put(0, source, at, size);
                        messages.accept(StoredMessage.decode(copy));
                    });
            next = outcome.nextOffset();
        }
        return next;
    }

    List<String> files(String ending) {
        return storage.disk().list().stream().filter(name -> name.endsWith(ending)).toList();
    }

    @Override
    public void close() {
        storage.close();
    }
}
