package io.skylark.log.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A disk in memory that behaves as badly as a real one may: what was not forced is lost in a crash, sector by sector
/// and in any order; names are durable only after the directory was forced (a crash keeps any number of the changes
/// since then, in their order); calls fail when told; reads are short.
///
/// A failed force drops what it should have made durable, and later ones succeed: so does Linux. A failed write has
/// written any part.
public final class FaultyDisk implements Disk {
    /// What can be made to fail.
    public enum Call { WRITE, FORCE, READ, CREATE, RENAME, DELETE, RESIZE, SYNC_DIRECTORY }

    /// What a power cut does to what was not forced.
    public enum Loss {
        /// All of it is lost.
        EVERYTHING,
        /// It arrived in order, and the last write was cut at any byte.
        LAST_WRITE_TORN,
        /// Any sectors of it arrived, in any order, and one of them was cut at any byte.
        ANY_SECTORS
    }

    private final Random random;
    private final Map<Call, Integer> calls = new TreeMap<>();
    private final List<BiConsumer<Call, String>> hooks = new ArrayList<>();
    private Map<String, FaultyContent> names = new TreeMap<>();
    private Map<String, FaultyContent> durableNames = new TreeMap<>();
    /// The names after each change since the directory was forced.
    private final List<Map<String, FaultyContent>> unforcedNames = new ArrayList<>();
    private @Nullable Call failing;
    private String failingSuffix = "";
    private int failAfter;
    private DiskException.Kind failingKind = DiskException.Kind.FAILED;
    private boolean locked;
    private boolean shortReads;
    private boolean lying;
    private boolean hidingFailures;
    private boolean lostSomething;

    public FaultyDisk(long seed) {
        this.random = new Random(seed);
    }

    /// Lets the call with this number on files with this end of the name fail, counted from now on, starting at 0; the
    /// later ones succeed.
    public synchronized void failOn(Call call, String suffix, int number) {
        failOn(call, suffix, number, DiskException.Kind.FAILED);
    }

    /// The same with a given kind of failure; a force never fails for want of room.
    public synchronized void failOn(Call call, String suffix, int number, DiskException.Kind kind) {
        failingKind = call == Call.FORCE ? DiskException.Kind.FAILED : kind;
        failing = call;
        failingSuffix = suffix;
        failAfter = number;
    }

    public synchronized void readShort() {
        shortReads = true;
    }

    /// From now on a force makes nothing durable and says it did. For tests of the tests.
    public synchronized void lieAboutForces() {
        lying = true;
    }

    /// From now on a force that fails says that it succeeded. For tests of the tests.
    public synchronized void hideFailedForces() {
        hidingFailures = true;
    }

    /// Called before every call that writes, outside the monitor.
    public synchronized void onCall(BiConsumer<Call, String> hook) {
        hooks.add(hook);
    }

    public synchronized int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    /// The power fails: a new disk with what survived. This one goes on by itself, for threads that have not noticed.
    public synchronized FaultyDisk crash() {
        Loss[] losses = Loss.values();
        return crash(losses[random.nextInt(losses.length)]);
    }

    /// The same with a given kind of loss.
    public synchronized FaultyDisk crash(Loss loss) {
        FaultyDisk after = successor();
        int changes = loss == Loss.EVERYTHING ? 0 : random.nextInt(unforcedNames.size() + 1);
        Map<String, FaultyContent> kept = changes == 0 ? durableNames : unforcedNames.get(changes - 1);
        after.lostSomething = changes < unforcedNames.size();
        kept.forEach((name, content) -> {
            FaultyContent survivor = content.survivor(loss, random);
            after.lostSomething |= survivor.differsFrom(content);
            after.names.put(name, survivor);
        });
        after.durableNames = new TreeMap<>(after.names);
        return after;
    }

    /// Whether the power cut that this disk comes from took anything away.
    public synchronized boolean hasLostSomething() {
        return lostSomething;
    }

    /// The process ends, the machine does not: everything that was written is there, but no more durable than before.
    public synchronized FaultyDisk kill() {
        IdentityHashMap<FaultyContent, FaultyContent> copies = new IdentityHashMap<>();
        FaultyDisk after = successor();
        after.names = copy(names, copies);
        after.durableNames = copy(durableNames, copies);
        unforcedNames.forEach(state -> after.unforcedNames.add(copy(state, copies)));
        return after;
    }

    private static Map<String, FaultyContent> copy(
            Map<String, FaultyContent> from, IdentityHashMap<FaultyContent, FaultyContent> copies) {
        Map<String, FaultyContent> copy = new TreeMap<>();
        from.forEach((name, content) -> copy.put(name, copies.computeIfAbsent(content, FaultyContent::copy)));
        return copy;
    }

    private FaultyDisk successor() {
        FaultyDisk after = new FaultyDisk(random.nextLong());
        after.lying = lying;
        after.hidingFailures = hidingFailures;
        return after;
    }

    /// Changes bits of one byte behind everybody's back.
    public synchronized void flip(String name, int at, int mask) {
        FaultyContent content = existing(name);
        content.damage(at, new byte[] {(byte) (content.bytes()[at] ^ mask)});
    }

    /// Puts other bytes behind everybody's back.
    public synchronized void damage(String name, int at, byte[] bytes) {
        existing(name).damage(at, bytes);
    }

    /// Cuts a file behind everybody's back.
    public synchronized void truncate(String name, int size) {
        existing(name).truncate(size);
    }

    /// Takes a file away behind everybody's back.
    public synchronized void lose(String name) {
        names.remove(name);
        durableNames.remove(name);
        unforcedNames.forEach(state -> state.remove(name));
    }

    /// The bytes of a file as a reader sees them now.
    public synchronized byte[] content(String name) {
        return existing(name).bytes();
    }

    private void before(Call call, String name) {
        List<BiConsumer<Call, String>> listeners;
        synchronized (this) {
            calls.merge(call, 1, Integer::sum);
            listeners = List.copyOf(hooks);
        }
        listeners.forEach(hook -> hook.accept(call, name));
    }

    private boolean fails(Call call, String name) {
        return failing == call && name.endsWith(failingSuffix) && failAfter-- == 0;
    }

    private void check(Call call, String name) {
        before(call, name);
        synchronized (this) {
            if (fails(call, name)) {
                throw new DiskException(failingKind, "cannot do " + call + " on " + name + ": injected");
            }
        }
    }

    private synchronized FaultyContent existing(String name) {
        FaultyContent content = names.get(name);
        if (content == null) {
            throw new DiskException("cannot open " + name + ": no such file");
        }
        return content;
    }

    private void namesChanged() {
        unforcedNames.add(new TreeMap<>(names));
    }

    @Override
    public String folder() {
        return "memory";
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public DiskFile open(String name) {
        return new FaultyFile(name, existing(name));
    }

    @Override
    public DiskFile create(String name) {
        check(Call.CREATE, name);
        synchronized (this) {
            if (names.containsKey(name)) {
                throw new DiskException("cannot make " + name + ": it exists");
            }
            FaultyContent content = new FaultyContent();
            names.put(name, content);
            namesChanged();
            return new FaultyFile(name, content);
        }
    }

    @Override
    public void delete(String name) {
        check(Call.DELETE, name);
        synchronized (this) {
            existing(name);
            names.remove(name);
            namesChanged();
        }
    }

    @Override
    public void rename(String from, String to) {
        check(Call.RENAME, from);
        synchronized (this) {
            FaultyContent content = existing(from);
            names.remove(from);
            names.put(to, content);
            namesChanged();
        }
    }

    @Override
    public void syncDirectory() {
        check(Call.SYNC_DIRECTORY, "");
        synchronized (this) {
            durableNames = new TreeMap<>(names);
            unforcedNames.clear();
        }
    }

    @Override
    public long usableBytes() {
        return 1L << 40;
    }

    @Override
    public long totalBytes() {
        return 1L << 40;
    }

    @Override
    public synchronized FolderLock lock(String name) {
        if (locked) {
            throw new DiskException("the folder memory is in use");
        }
        locked = true;
        return () -> {
            synchronized (this) {
                locked = false;
            }
        };
    }

    private final class FaultyFile implements DiskFile {
        private final String name;
        private final FaultyContent content;

        FaultyFile(String name, FaultyContent content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void write(ByteBuffer source, long position) {
            before(Call.WRITE, name);
            synchronized (FaultyDisk.this) {
                if (fails(Call.WRITE, name)) {
                    ByteBuffer part = source.slice();
                    content.write(part.limit(random.nextInt(part.limit() + 1)), (int) position);
                    throw new DiskException(failingKind, "cannot write to " + name + ": injected");
                }
                content.write(source, (int) position);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            check(Call.READ, name);
            synchronized (FaultyDisk.this) {
                if (position >= content.size()) {
                    return -1;
                }
                int count = Math.min(target.remaining(), (int) (content.size() - position));
                if (shortReads && count > 1) {
                    count = 1 + random.nextInt(count);
                }
                return content.read(target, (int) position, count);
            }
        }

        @Override
        public void force() {
            before(Call.FORCE, name);
            synchronized (FaultyDisk.this) {
                if (fails(Call.FORCE, name)) {
                    content.dropUnforced();
                    if (hidingFailures) {
                        return;
                    }
                    throw new DiskException(failingKind, "cannot force " + name + ": injected");
                }
                if (!lying) {
                    content.force();
                }
            }
        }

        @Override
        public void resize(long size) {
            check(Call.RESIZE, name);
            synchronized (FaultyDisk.this) {
                content.resize((int) size);
            }
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return content.size();
            }
        }

        @Override
        public ByteBuffer map(long size) {
            synchronized (FaultyDisk.this) {
                return content.map((int) size);
            }
        }

        @Override
        public void close() {}
    }
}
