package io.skylark.broker.transaction;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.MovedMessage;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.SysFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The open transactions, a fold over four kinds of entries: [#HALF] opens one, or brings its message again; an
/// [EntryType#MOVED] of ours commits it or gives it up; a [#STATE] rolls it back or counts checks. Changed on the
/// log-applier, read by any thread.
///
/// A HALF is `8 bytes position of the entry that brought it first, -1 in that entry itself` and the message in the stored
/// layout, for its real topic and queue. A STATE is one byte and what follows it, big-endian:
///
/// | byte | what | then |
/// |---|---|---|
/// | 1 | rolled back | position 8 |
/// | 2 | checked | for each: position 8, checks so far 4 |
/// | 3 | open (snapshots only) | position 8, ordinal 8, time 8, immunity 8, position now 8, checks 4, group UTF-8 |
/// | 4 | next (snapshots only) | ordinal 8 |
public final class TransactionTable implements StateMachine {
    public static final EntryType HALF = EntryType.parked(19, "HALF");
    public static final EntryType STATE = EntryType.table(20, "HALF_STATE");

    /// How many ended transactions are remembered, to tell a repeated decision from a contradicting one.
    static final int MAX_REMEMBERED = 10_000;

    static final int MESSAGE_AT = 8;
    static final long FIRST = -1;

    private static final byte ROLLED_BACK = 1;
    private static final byte CHECKED = 2;
    private static final byte OPEN = 3;
    private static final byte NEXT = 4;
    private static final int CHECKED_BYTES = 8 + 4;
    private static final int OPEN_BYTES = 1 + 5 * 8 + 4;
    private static final byte[] GROUP = PropertyNames.PRODUCER_GROUP.getBytes(StandardCharsets.UTF_8);
    private static final byte[] IMMUNITY = PropertyNames.CHECK_IMMUNITY_SECONDS.getBytes(StandardCharsets.UTF_8);

    /// By position, in whose order they are listed.
    private final ConcurrentNavigableMap<Long, Half> open = new ConcurrentSkipListMap<>();

    /// For remarks only: neither in snapshots nor the same on every replica.
    private final Map<Long, Ending> ended = new ConcurrentHashMap<>();

    private final Deque<Long> endedInOrder = new ArrayDeque<>();
    private long next;
    private String lastGroup = "";

    /// The open transaction whose half message was answered with this position.
    @Nullable Half find(long position) {
        return open.get(position);
    }

    /// How a transaction ended; null when it is open, unknown, or ended too long ago.
    @Nullable Ending ending(long position) {
        return ended.get(position);
    }

    Collection<Half> open() {
        return open.values();
    }

    /// Those at a position and behind it, the oldest first.
    Collection<Half> openFrom(long position) {
        return open.tailMap(position).values();
    }

    /// How many transactions are open.
    public int size() {
        return open.size();
    }

    static byte[] rolledBack(Half half) {
        return ByteBuffer.allocate(1 + 8).put(ROLLED_BACK).putLong(half.position()).array();
    }

    /// One more check for each of these.
    static byte[] checked(List<Half> halves) {
        ByteBuffer entry = ByteBuffer.allocate(1 + CHECKED_BYTES * halves.size()).put(CHECKED);
        halves.forEach(half -> entry.putLong(half.position()).putInt(half.checks() + 1));
        return entry.array();
    }

    /// Forgets the checks so far.
    static byte[] unchecked(Half half) {
        return ByteBuffer.allocate(1 + CHECKED_BYTES).put(CHECKED).putLong(half.position()).putInt(0).array();
    }

    /// The outcome for a HALF is the ordinal of the half message.
    @Override
    public long apply(EntryView entry) {
        int type = entry.typeCode();
        if (type == HALF.code()) {
            return half(entry);
        }
        if (type == EntryType.MOVED.code()) {
            ByteBuffer source = entry.buffer();
            boolean committed =
                    SysFlag.has(MessageLayout.sysFlag(source, entry.messagesAt()), SysFlag.TRANSACTION_COMMIT);
            end(MovedMessage.source(entry), committed ? Ending.COMMITTED : Ending.GIVEN_UP);
        } else {
            state(entry.body());
        }
        return open.size();
    }

    private long half(EntryView entry) {
        long first = entry.buffer().getLong(entry.bodyAt());
        if (first != FIRST) {
            Half known = open.get(first);
            if (known == null) { // decided while it was being taken along
                return FIRST;
            }
            known.moved(entry.position());
            return known.ordinal();
        }
        long ordinal = next++;
        open.put(entry.position(), new Half(
                entry.position(), ordinal, entry.time(), immunity(entry), group(entry), entry.position(), 0));
        return ordinal;
    }

    private String group(EntryView entry) {
        String group = property(entry, GROUP);
        if (!lastGroup.equals(group)) { // most come from the same few groups: one string for many
            lastGroup = group == null ? "" : group;
        }
        return lastGroup;
    }

    private static long immunity(EntryView entry) {
        String seconds = property(entry, IMMUNITY);
        return seconds == null ? 0 : Immunity.millis(seconds);
    }

    private static @Nullable String property(EntryView entry, byte[] name) {
        ByteBuffer source = entry.buffer();
        int at = entry.bodyAt() + MESSAGE_AT;
        return Properties.find(
                source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at), name);
    }

    private void state(ByteBuffer body) {
        byte operation = body.get();
        switch (operation) {
            case ROLLED_BACK -> end(body.getLong(), Ending.ROLLED_BACK);
            case CHECKED -> {
                while (body.hasRemaining()) {
                    Half half = open.get(body.getLong());
                    int checks = body.getInt();
                    if (half != null) {
                        half.checked(checks);
                    }
                }
            }
            case OPEN -> {
                long position = body.getLong();
                long ordinal = body.getLong();
                long time = body.getLong();
                long immunity = body.getLong();
                long now = body.getLong();
                int checks = body.getInt();
                String group = StandardCharsets.UTF_8.decode(body).toString();
                lastGroup = group.equals(lastGroup) ? lastGroup : group;
                open.put(position, new Half(position, ordinal, time, immunity, lastGroup, now, checks));
            }
            case NEXT -> next = body.getLong();
            default -> throw new IllegalStateException("unknown transaction change " + operation);
        }
    }

    private void end(long position, Ending ending) {
        if (open.remove(position) == null) {
            return;
        }
        ended.put(position, ending);
        endedInOrder.add(position);
        if (endedInOrder.size() > MAX_REMEMBERED) {
            ended.remove(endedInOrder.remove());
        }
    }

    @Override
    public TableSnapshot snapshot() {
        List<Half> taken = List.copyOf(open.values());
        long ordinal = next;
        return sink -> {
            sink.entry(STATE, 0, ByteBuffer.allocate(1 + 8).put(NEXT).putLong(ordinal).array());
            taken.forEach(half -> sink.entry(STATE, 0, open(half)));
        };
    }

    private static byte[] open(Half half) {
        byte[] group = half.group().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(OPEN_BYTES + group.length)
                .put(OPEN)
                .putLong(half.position())
                .putLong(half.ordinal())
                .putLong(half.time())
                .putLong(half.immunityMillis())
                .putLong(half.entryPosition())
                .putInt(half.checks())
                .put(group)
                .array();
    }
}
