package io.skylark.broker.table;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/// How far each group has consumed each queue. What consumers store is visible at once and goes to the log a little
/// later, all changes of that time in one entry; a crash takes back at most that much, and messages come again.
///
/// An entry is a run of items, big-endian: `offset 8, queue id 4, topic length 2 + UTF-8, group length 2 + UTF-8`.
public final class OffsetTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(18, "OFFSETS");

    /// Changes that go into one entry, so that no entry grows beyond a few hundred KiB.
    static final int MAX_ITEMS_PER_ENTRY = 1_000;

    private static final int FIXED_ITEM_BYTES = 8 + 4 + 2 + 2;

    private record Key(String topic, String group, int queueId) {}

    /// `offset` is -1 for none; `waits` while the cell is in the queue of changes. `pulled` is gone with the process.
    private static final class Cell {
        private static final AtomicLongFieldUpdater<Cell> OFFSET = AtomicLongFieldUpdater.newUpdater(Cell.class, "offset");

        private final Key key;
        private final AtomicBoolean waits = new AtomicBoolean();
        private volatile long offset = -1;
        private volatile long pulled = -1;

        private Cell(Key key) {
            this.key = key;
        }
    }

    private final TableLog log;
    private final Map<String, Map<Key, Cell>> cellsByTopic = new ConcurrentHashMap<>();
    private final Queue<Cell> changed = new ConcurrentLinkedQueue<>();

    /// Once the log was replayed its entries are echoes of changes made here, and older than what consumers see.
    private volatile boolean replayed;

    private volatile PutListener putListener = (group, topic, queueId, offset) -> {};

    public OffsetTable(TableLog log) {
        this.log = log;
    }

    public OptionalLong find(String group, String topic, int queueId) {
        Cell cell = findCell(new Key(topic, group, queueId));
        return optional(cell == null ? -1 : cell.offset);
    }

    private @Nullable Cell findCell(Key key) {
        Map<Key, Cell> cells = cellsByTopic.get(key.topic);
        return cells == null ? null : cells.get(key);
    }

    private static OptionalLong optional(long offset) {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /// Behind the last message that a pull of the group was answered with since this process started.
    public OptionalLong findPulled(String group, String topic, int queueId) {
        Cell cell = findCell(new Key(topic, group, queueId));
        return optional(cell == null ? -1 : cell.pulled);
    }

    /// Notes where the next pull of a group will go on. For each pull, so it costs no more than finding the cell.
    public void pulled(String group, String topic, int queueId, long nextOffset) {
        Key key = new Key(topic, group, queueId);
        Cell known = findCell(key);
        (known == null ? cell(key) : known).pulled = nextOffset;
    }

    /// Hears of a group's offset in a queue.
    @FunctionalInterface
    public interface OffsetVisitor {
        void offset(String group, int queueId, long offset);
    }

    /// Hands on all offsets of all groups in a topic.
    public void visit(String topic, OffsetVisitor visitor) {
        for (Cell cell : cellsByTopic.getOrDefault(topic, Map.of()).values()) {
            long offset = cell.offset;
            if (offset >= 0) {
                visitor.offset(cell.key.group, cell.key.queueId, offset);
            }
        }
    }

    /// Topics in which any group has, or had, offsets.
    public Set<String> topics() {
        return Set.copyOf(cellsByTopic.keySet());
    }

    /// Groups that have offsets in a topic.
    public Set<String> groupsOf(String topic) {
        Set<String> groups = new TreeSet<>();
        for (Cell cell : cellsByTopic.getOrDefault(topic, Map.of()).values()) {
            if (cell.offset >= 0) {
                groups.add(cell.key.group);
            }
        }
        return groups;
    }

    /// Topics in which a group has offsets.
    public Set<String> topicsOf(String group) {
        Set<String> topics = new TreeSet<>();
        cellsByTopic.forEach((topic, cells) -> {
            if (cells.values().stream().anyMatch(cell -> cell.offset >= 0 && cell.key.group.equals(group))) {
                topics.add(topic);
            }
        });
        return topics;
    }

    /// By group the topics in which it has offsets.
    public Map<String, Set<String>> topicsByGroup() {
        Map<String, Set<String>> topics = new HashMap<>();
        cellsByTopic.forEach((topic, cells) -> cells.values().forEach(cell -> {
            if (cell.offset >= 0) {
                topics.computeIfAbsent(cell.key.group, group -> new TreeSet<>()).add(topic);
            }
        }));
        return topics;
    }

    /// From now on [#put] decides what consumers see, and the log only follows.
    public void replayed() {
        replayed = true;
    }

    /// Stores an offset; it may be smaller than the one before.
    public void put(String group, String topic, int queueId, long offset) {
        Cell cell = cell(new Key(topic, group, queueId));
        cell.offset = offset;
        changed(cell);
        putListener.put(group, topic, queueId, offset);
    }

    /// Waits until what was put for these queues is durable; only on threads that may block.
    ///
    /// @throws io.skylark.net.RequestFailure when the log refuses it
    public void storeNow(String group, String topic, Collection<Integer> queueIds) {
        List<Cell> cells = queueIds.stream().map(queueId -> cell(new Key(topic, group, queueId))).toList();
        for (int from = 0; from < cells.size(); from += MAX_ITEMS_PER_ENTRY) {
            log.change(TYPE, entry(cells.subList(from, Math.min(from + MAX_ITEMS_PER_ENTRY, cells.size()))));
        }
    }

    /// Hears of each [#put], on the thread that puts.
    @FunctionalInterface
    public interface PutListener {
        void put(String group, String topic, int queueId, long offset);
    }

    /// At most one, before the first [#put].
    public void onPut(PutListener listener) {
        putListener = listener;
    }

    /// Lets the offset of a queue follow what another table, durable itself, says; nothing of it goes to the log from
    /// here. Nothing happens when the offset is not `from` any more.
    ///
    /// @param from -1 for none
    public void follow(String group, String topic, int queueId, long from, long to) {
        Cell.OFFSET.compareAndSet(cell(new Key(topic, group, queueId)), from, to);
    }

    private void changed(Cell cell) {
        if (cell.waits.compareAndSet(false, true)) {
            changed.add(cell);
        }
    }

    /// Offers all changes to the log; completes when they are durable. What the log refuses is offered again next time.
    public CompletableFuture<Void> flush() {
        List<CompletableFuture<Void>> entries = new ArrayList<>();
        // no more than there are now: a refusal brings them back at once
        for (int left = changed.size(); left > 0; left -= MAX_ITEMS_PER_ENTRY) {
            List<Cell> cells = take(Math.min(left, MAX_ITEMS_PER_ENTRY));
            if (!cells.isEmpty()) {
                entries.add(log.propose(TYPE, entry(cells)).whenComplete((stored, refusal) -> {
                    if (refusal != null) {
                        cells.forEach(this::changed);
                    }
                }));
            }
        }
        return CompletableFuture.allOf(entries.toArray(CompletableFuture<?>[]::new));
    }

    private List<Cell> take(int most) {
        List<Cell> cells = new ArrayList<>();
        for (Cell cell = changed.poll(); cell != null; cell = cells.size() < most ? changed.poll() : null) {
            cell.waits.set(false);
            cells.add(cell);
        }
        return cells;
    }

    private static byte[] entry(List<Cell> cells) {
        ByteBuffer entry = ByteBuffer.allocate(0);
        for (Cell cell : cells) {
            entry = append(entry, cell.key, cell.offset);
        }
        return Arrays.copyOf(entry.array(), entry.position());
    }

    private static ByteBuffer append(ByteBuffer entry, Key key, long offset) {
        byte[] topic = key.topic.getBytes(StandardCharsets.UTF_8);
        byte[] group = key.group.getBytes(StandardCharsets.UTF_8);
        int size = FIXED_ITEM_BYTES + topic.length + group.length;
        ByteBuffer target = entry;
        if (entry.remaining() < size) {
            target = ByteBuffer.allocate(Math.max(1024, 2 * (entry.capacity() + size))).put(entry.flip());
        }
        target.putLong(offset).putInt(key.queueId);
        target.putShort((short) topic.length).put(topic);
        return target.putShort((short) group.length).put(group);
    }

    @Override
    public long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        long items = 0;
        while (body.hasRemaining()) {
            long offset = body.getLong();
            int queueId = body.getInt();
            Key key = new Key(text(body), text(body), queueId);
            if (!replayed) {
                cell(key).offset = offset;
            }
            items++;
        }
        return items;
    }

    /// Written from the cells as they are by then: what the log has later comes on top of it when it is replayed.
    @Override
    public TableSnapshot snapshot() {
        return sink -> {
            ByteBuffer entry = ByteBuffer.allocate(0);
            int items = 0;
            for (Map<Key, Cell> cells : cellsByTopic.values()) {
                for (Cell cell : cells.values()) {
                    long offset = cell.offset;
                    if (offset < 0) {
                        continue;
                    }
                    entry = append(entry, cell.key, offset);
                    items++;
                    if (items == MAX_ITEMS_PER_ENTRY) {
                        sink.entry(TYPE, 0, Arrays.copyOf(entry.array(), entry.position()));
                        entry = ByteBuffer.allocate(0);
                        items = 0;
                    }
                }
            }
            if (items > 0) {
                sink.entry(TYPE, 0, Arrays.copyOf(entry.array(), entry.position()));
            }
        };
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getShort() & 0xFFFF];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Cell cell(Key key) {
        return cellsByTopic.computeIfAbsent(key.topic, topic -> new ConcurrentHashMap<>())
                .computeIfAbsent(key, Cell::new);
    }

    /// Forgets the offsets of all groups in a topic. Only on the log-applier.
    public void removeTopic(String topic) {
        cellsByTopic.remove(topic);
    }

    /// Forgets the offsets of a group in all topics. Only on the log-applier.
    ///
    /// A cell that waits for its entry is emptied first: what is written of it later says that there is no offset.
    public void removeGroup(String group) {
        for (Map<Key, Cell> cells : cellsByTopic.values()) {
            cells.values().removeIf(cell -> {
                boolean removed = cell.key.group.equals(group);
                if (removed) {
                    cell.offset = -1;
                }
                return removed;
            });
        }
    }
}
