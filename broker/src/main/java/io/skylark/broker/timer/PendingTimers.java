package io.skylark.broker.timer;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which messages wait, and until when. Four places:
///
/// - *newest*: what the log brought last; when full, what is due soon goes to *near* and the rest becomes a run;
/// - *near*: in memory because it is due soon, or was claimed and given back;
/// - *runs*: sorted, in files;
/// - *claimed*: taken by somebody who lets it into its queue, recalls it, or appends it again, and then the log says so
///   ([#remove], [#moved]) or it is given back ([#release]).
///
/// So memory is bounded by [#MAX_NEWEST], [#MAX_NEAR], what is claimed, and one bit for each record of a run.
/// Shared: guarded by its monitor. Does no I/O of its own; records of runs are read from mapped files.
final class PendingTimers {
    static final int MAX_NEWEST = 32_768;
    static final int MAX_NEAR = 65_536;
    static final long NEAR_MILLIS = 60_000;

    /// Fewer are not worth a file.
    private static final int MIN_RUN = MAX_NEWEST / 2;

    enum Claim { CLAIMED, CLAIMED_BY_OTHER, NOT_PENDING }

    /// All that is known, at one moment.
    record Content(List<Pending> near, List<Pending> newest, List<RunState> runs) {}

    /// @param taken bits of the records that are gone although they are behind the cursor
    record RunState(Run run, int cursor, byte[] taken) {
        void addLeftTo(List<Pending> all) {
            BitSet gone = BitSet.valueOf(taken);
            for (int i = gone.nextClearBit(cursor); i < run.count(); i = gone.nextClearBit(i + 1)) {
                all.add(run.record(i));
            }
        }
    }

    private final int maxNewest;
    private final PendingSet newest = new PendingSet();
    private final PendingSet near = new PendingSet();
    private final Map<Long, Pending> claimed = new HashMap<>();
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private final PriorityQueue<Run> heads = new PriorityQueue<>((one, other) -> {
        int byDue = Long.compare(one.queuedDue(), other.queuedDue());
        return byDue != 0 ? byDue : Long.compare(one.queuedPosition(), other.queuedPosition());
    });
    private final Consumer<Run> onNewRun;
    private final Runnable onEarlier;
    private long nextRun;
    private long runRecords;
    private long changes;
    private long soonest = Long.MAX_VALUE;

    /// @param onNewRun hears of each run, to write it; on the thread that adds, outside the monitor
    /// @param onEarlier hears when something is due earlier than what was asked for last
    PendingTimers(int maxNewest, Consumer<Run> onNewRun, Runnable onEarlier) {
        this.maxNewest = maxNewest;
        this.onNewRun = onNewRun;
        this.onEarlier = onEarlier;
    }

    /// @param time of the log, ms: what is due long after it need not be in memory
    void add(Pending pending, long time) {
        Run made = null;
        boolean earlier;
        synchronized (this) {
            newest.add(pending);
            if (newest.size() >= maxNewest) {
                made = makeRoom(time);
            }
            earlier = pending.due() < soonest;
        }
        if (made != null) {
            onNewRun.accept(made);
        }
        if (earlier) {
            onEarlier.run();
        }
    }

    private @Nullable Run makeRoom(long time) {
        newest.moveBefore(time + NEAR_MILLIS, near, MAX_NEAR);
        if (newest.size() < Math.min(MIN_RUN, maxNewest)) {
            return null;
        }
        LongBuffer records = LongBuffer.allocate(2 * newest.size());
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Pending pending : newest.inOrder()) {
            records.put(pending.due()).put(pending.position());
            first = Math.min(first, pending.position());
            last = Math.max(last, pending.position());
        }
        newest.clear();
        Run run = new Run(nextRun++, records.flip(), first, last, false);
        enter(run);
        return run;
    }

    private void enter(Run run) {
        runs.put(run.firstPosition(), run);
        runRecords += run.left();
        if (run.queue()) {
            heads.add(run);
        } else {
            runs.remove(run.firstPosition());
        }
    }

    /// When the next one is due, `Long.MAX_VALUE` for never. What is added later and due earlier is told to `onEarlier`.
    synchronized long nextDue() {
        Pending next = next();
        soonest = next == null ? Long.MAX_VALUE : next.due();
        return soonest;
    }

    /// The same, for somebody who only looks.
    synchronized long firstDue() {
        Pending next = next();
        return next == null ? Long.MAX_VALUE : next.due();
    }

    /// Claims what is due first, if it is due.
    synchronized @Nullable Pending takeDue(long now) {
        Pending next = next();
        if (next == null || next.due() > now) {
            return null;
        }
        claim(next.due(), next.position());
        return next;
    }

    private @Nullable Pending next() {
        Pending next = earlier(newest.first(), near.first());
        Run run = firstRun();
        return run == null ? next : earlier(next, run.head());
    }

    private static @Nullable Pending earlier(@Nullable Pending one, @Nullable Pending other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// The run whose head is due first. Those whose head has gone since they were queued are queued again.
    private @Nullable Run firstRun() {
        Run first = heads.peek();
        while (first != null && !first.isHeadQueued()) {
            heads.remove();
            if (first.queue()) {
                heads.add(first);
            } else {
                runs.remove(first.firstPosition());
            }
            first = heads.peek();
        }
        return first;
    }

    /// Takes a message, so that nobody else does anything with it, until the log says what became of it, or it is given
    /// back.
    synchronized Claim claim(long due, long position) {
        if (claimed.containsKey(position)) {
            return Claim.CLAIMED_BY_OTHER;
        }
        Pending found = takeAnywhere(due, position);
        if (found == null) {
            return Claim.NOT_PENDING;
        }
        claimed.put(position, found);
        return Claim.CLAIMED;
    }

    /// Gives back what was claimed, unless the log has decided meanwhile.
    void release(Pending pending) {
        boolean earlier;
        synchronized (this) {
            if (claimed.remove(pending.position()) != null) {
                near.add(pending);
            }
            earlier = pending.due() < soonest;
            changed();
        }
        if (earlier) {
            onEarlier.run();
        }
    }

    synchronized boolean isClaimed(long position) {
        return claimed.containsKey(position);
    }

    /// Waits until something that was claimed is not any more, or the time is over.
    synchronized void awaitChange(long millis) throws InterruptedException {
        long before = changes;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; changes == before && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    /// The log says that a message waits no longer; false when it did not wait.
    synchronized boolean remove(long due, long position) {
        changed();
        return claimed.remove(position) != null || takeAnywhere(due, position) != null;
    }

    private @Nullable Pending takeAnywhere(long due, long position) {
        Pending found = near.remove(position);
        if (found == null) {
            found = newest.remove(position);
        }
        if (found != null) {
            return found;
        }
        Run run = run(position);
        int index = run == null ? -1 : run.find(due, position);
        return run == null || index < 0 ? null : take(run, index);
    }

    private Pending take(Run run, int index) {
        Pending taken = run.record(index);
        run.take(index);
        runRecords--;
        if (run.left() == 0) {
            runs.remove(run.firstPosition());
            heads.remove(run);
        }
        return taken;
    }

    private @Nullable Run run(long position) {
        Map.Entry<Long, Run> floor = runs.floorEntry(position);
        return floor == null || floor.getValue().lastPosition() < position ? null : floor.getValue();
    }

    /// The log says that a message is in its queue. While running it was claimed; in a replay it may lie anywhere.
    synchronized void moved(long position) {
        changed();
        if (claimed.remove(position) != null || near.remove(position) != null || newest.remove(position) != null) {
            return;
        }
        Run run = run(position);
        int index = run == null ? -1 : run.find(position);
        if (run != null && index >= 0) {
            take(run, index);
        }
    }

    /// Positions of those due at exactly this time, at most `limit`.
    synchronized List<Long> dueAt(long due, int limit) {
        List<Long> found = new ArrayList<>();
        for (PendingSet set : List.of(near, newest)) {
            set.dueAt(due).forEach(pending -> found.add(pending.position()));
        }
        for (Run run : runs.values()) {
            int index = run.lowerBound(due, 0);
            while (index < run.count() && found.size() < limit && run.record(index).due() == due) {
                if (!run.isTaken(index)) {
                    found.add(run.record(index).position());
                }
                index++;
            }
        }
        return found.size() <= limit ? found : found.subList(0, limit);
    }

    /// Where [PendingPage] looks: what is in memory from a place on, at most `limit` of each kind, and all runs.
    synchronized List<PendingPage.Source> sources(Pending from, int limit) {
        List<PendingPage.Source> sources = new ArrayList<>();
        for (PendingSet set : List.of(near, newest)) {
            sources.add(new PendingPage.Source(Run.inMemory(set.from(from, limit)), 0));
        }
        runs.values().forEach(run -> sources.add(new PendingPage.Source(run, run.cursor())));
        return sources;
    }

    /// Those of what [PendingPage] found that wait.
    synchronized List<Pending> waiting(List<PendingPage.Found> found) {
        return found.stream().filter(each -> !each.run().isTaken(each.index())).map(PendingPage.Found::record).toList();
    }

    synchronized long size() {
        return runRecords + inMemory();
    }

    /// Of them, those in memory.
    synchronized long inMemory() {
        return (long) newest.size() + near.size() + claimed.size();
    }

    synchronized Content content() {
        List<Pending> first = new ArrayList<>(claimed.values());
        near.inOrder().forEach(first::add);
        List<Pending> second = new ArrayList<>();
        newest.inOrder().forEach(second::add);
        List<RunState> states = new ArrayList<>();
        for (Run run : runs.values()) {
            byte[] bits = run.takenBits();
            states.add(new RunState(run, run.cursor(), bits));
        }
        return new Content(first, second, states);
    }

    /// The rest is for a start: what a snapshot says.
    synchronized void restoreNear(Pending pending) {
        near.add(pending);
    }

    synchronized void restoreNewest(Pending pending) {
        newest.add(pending);
    }

    synchronized void restoreRun(Run run) {
        enter(run);
    }

    synchronized boolean isInMemory(long position) {
        return claimed.containsKey(position) || near.contains(position) || newest.contains(position);
    }

    /// A run that was lost, made again; no other has positions from `first` to `last`.
    ///
    /// @return how many there are
    int addLost(long first, long last, LongBuffer records) {
        if (!records.hasRemaining()) {
            return 0;
        }
        Run run;
        synchronized (this) {
            run = new Run(nextRun++, records, first, last, false);
            enter(run);
        }
        onNewRun.accept(run);
        return run.count();
    }

    /// Ids of runs made later are at least this.
    synchronized void firstRunId(long first) {
        nextRun = Math.max(nextRun, first);
    }

    /// Of the runs that still have something.
    synchronized Set<Long> runIds() {
        return runs.values().stream().map(Run::id).collect(Collectors.toSet());
    }

    /// The records of a run are in a file now.
    synchronized void written(Run run, LongBuffer mapped) {
        run.written(mapped);
    }
}
