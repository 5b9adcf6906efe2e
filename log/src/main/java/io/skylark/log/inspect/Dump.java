package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands out the entries of a store, in order, up to the end of the log or the first damage. Used once.
public final class Dump implements LogWalk.Visitor {
    private final StoreView store;
    private final Query query;
    private final Consumer<DumpedEntry> sink;
    private long shown;
    private boolean enough;
    private @Nullable Hole damage;

    /// Which entries to show.
    ///
    /// @param from any position in the first of them
    /// @param max how many of them
    /// @param type only entries with this code
    /// @param topic only entries with messages of this topic, and of those only such messages
    public record Query(long from, long max, OptionalInt type, Optional<String> topic) {}

    /// Why a dump ended.
    public enum Stop {
        /// As many were shown as were asked for.
        ENOUGH,
        /// The log ends there; what is torn or being written behind it does not count.
        END,
        /// A frame is damaged.
        DAMAGE
    }

    /// @param position where it ended: behind the last frame, or at the damaged one
    /// @param reason what lies there
    public record Result(Stop stop, long position, long shown, String reason) {}

    public Dump(StoreView store, Query query, Consumer<DumpedEntry> sink) {
        this.store = store;
        this.query = query;
        this.sink = sink;
    }

    public Result run() {
        // From the start of the segment, because frames are found only one from another.
        long lastSegment = Math.max(store.first(), store.end() - store.segmentBytes());
        long from = Math.clamp(store.baseOf(query.from()), store.first(), lastSegment);
        if (query.max() <= 0) {
            return new Result(Stop.ENOUGH, from, 0, "");
        }
        LogEnd end = new LogWalk(store, from).walk(this);
        if (enough) {
            return new Result(Stop.ENOUGH, end.position(), shown, "");
        }
        if (damage != null) {
            return new Result(Stop.DAMAGE, damage.from(), shown, damage.fault());
        }
        Stop stop = end.kind() == LogEnd.Kind.DAMAGED ? Stop.DAMAGE : Stop.END;
        return new Result(stop, end.position(), shown, end.fault());
    }

    @Override
    public boolean hole(Hole hole) {
        if (hole.to() <= query.from()) {
            return true;
        }
        damage = hole;
        return false;
    }

    @Override
    public boolean frame(EntryView entry, long frame, int frameBytes) {
        boolean wanted = frame + frameBytes > query.from() && isWanted(entry.typeCode());
        if (wanted) {
            List<DumpedMessage> messages = messages(entry);
            if (query.topic().isEmpty() || !messages.isEmpty()) {
                sink.accept(new DumpedEntry(frame, entry.index(), entry.term(), entry.time(), entry.typeCode(),
                        entry.bodySize(), messages, entry.body()));
                shown++;
                enough = shown == query.max();
            }
        }
        return !enough;
    }

    /// Padding is no entry, so it is shown only to whoever asks for it.
    private boolean isWanted(int type) {
        return query.type().isPresent() ? query.type().getAsInt() == type : type != EntryType.PADDING.code();
    }

    private List<DumpedMessage> messages(EntryView entry) {
        if (entry.messagesAt() < 0) {
            return List.of();
        }
        List<DumpedMessage> messages = new ArrayList<>();
        ByteBuffer source = entry.buffer();
        int end = entry.bodyAt() + entry.bodySize();
        for (int at = entry.messagesAt(); at < end; at += MessageLayout.totalSize(source, at)) {
            DumpedMessage message = DumpedMessage.read(source, at, entry.position() + at - entry.bodyAt());
            if (query.topic().isEmpty() || query.topic().get().equals(message.topic())) {
                messages.add(message);
            }
        }
        return messages;
    }
}
