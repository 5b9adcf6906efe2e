package io.skylark.log.store;

import io.skylark.log.DiskReserve;
import io.skylark.log.EntryType;
import io.skylark.log.LogConfig;
import io.skylark.log.NoState;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.Disk;
import io.skylark.log.index.TagFilter;
import io.skylark.message.MessageDraft;
import io.skylark.message.StoredMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An open message store with one table: an entry of its type is the name of a topic to remove.
final class StoreFixture implements AutoCloseable {
    static final EntryType REMOVE_TOPIC = EntryType.table(20, "REMOVE_TOPIC");
    static final LogConfig CONFIG = new LogConfig(
            16384, 6000, 1 << 20, 2048, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 32 << 10)
            .withReserve(new DiskReserve(0, 0, Duration.ofMillis(2)));

    final Storage storage;
    final MessageStore store;
    final ReplicatedLog log;

    StoreFixture(Disk disk, LogConfig config, InstantSource clock) {
        this(disk, config, clock, storage -> {});
    }

    /// @param beforeStart is handed the storage before it starts
    StoreFixture(Disk disk, LogConfig config, InstantSource clock, Consumer<Storage> beforeStart) {
        storage = Storage.open(disk, config, clock, new Random(1));
        beforeStart.accept(storage);
        store = storage.messages();
        store.register(REMOVE_TOPIC, new NoState(entry -> {
            store.removeTopic(UTF_8.decode(entry.body()).toString());
            return 0;
        }));
        log = start();
    }

    private ReplicatedLog start() {
        try {
            return storage.start(cause -> {});
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    static StoreFixture on(Disk disk) {
        return new StoreFixture(disk, CONFIG, InstantSource.system());
    }

    Sent.Result send(MessageDraft draft) {
        Sent.One one = new Sent.One(draft);
        log.propose(one);
        return one.result.join();
    }

    Sent.Result sendBatch(MessageDraft... drafts) {
        Sent.Batch batch = new Sent.Batch(List.of(drafts));
        log.propose(batch);
        return batch.result.join();
    }

    void removeTopic(String topic) {
        TestProposal proposal = new TestProposal(REMOVE_TOPIC, topic.getBytes(UTF_8));
        log.propose(proposal);
        proposal.await();
    }

    /// Bodies of up to `max` messages.
    List<String> read(String topic, int queueId, long offset, int max, TagFilter filter) {
        List<String> bodies = new ArrayList<>();
        store.read(topic, queueId, offset, max, Integer.MAX_VALUE, filter, (source, at, size, queueOffset, position) ->
                bodies.add(body(decode(new FoundMessage(source, at, size, queueOffset, position)))));
        return bodies;
    }

    static StoredMessage decode(FoundMessage found) {
        ByteBuffer copy = found.copy();
        return StoredMessage.decode(copy);
    }

    static String body(StoredMessage message) {
        return new String(message.body(), UTF_8);
    }

    @Override
    public void close() {
        storage.close();
    }
}
