package io.skylark.log.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A disk in memory that behaves as badly as a real one may: what was not forced is lost in a crash, sector by sector and
/// in any order; names are durable only after the directory was forced; calls fail when told; reads are short.
///
/// A failed force drops what it should have made durable, and later ones succeed: so does Linux.
public final class FaultyDisk implements Disk {
    static final int SECTOR_BYTES = 512;

    /// What can be made to fail.
    public enum Call { WRITE, FORCE, READ, CREATE, RENAME, DELETE, RESIZE, SYNC_DIRECTORY }

    private final Random random;
    private final Map<Call, Integer> calls = new TreeMap<>();
    private final List<BiConsumer<Call, String>> hooks = new ArrayList<>();
    private Map<String, Node> names = new TreeMap<>();
    private Map<String, Node> durableNames = new TreeMap<>();
    private @Nullable Call failing;
    private String failingSuffix = "";
    private int failAfter;
    private boolean locked;
    private boolean shortReads;
    private boolean lying;

    public FaultyDisk(long seed) {
        this.random = new Random(seed);
    }

    /// Lets the call with this number on files with this end of the name fail, counted from now on, starting at 0; the
    /// later ones succeed.
    public synchronized void failOn(Call call, String suffix, int number) {
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

    /// Called before every call that writes, outside the monitor.
    public synchronized void onCall(BiConsumer<Call, String> hook) {
        hooks.add(hook);
    }

    public synchronized int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    /// The power fails: a new disk with what survived. This one goes on by itself, for threads that have not noticed.
    public synchronized FaultyDisk crash() {
        int mode = random.nextInt(4);
        FaultyDisk after = successor();
        durableNames.forEach((name, node) -> after.names.put(name, node.survivor(mode, random)));
        after.durableNames = new TreeMap<>(after.names);
        return after;
    }

    /// The process ends, the machine does not: everything that was written is there, but no more durable than before.
    public synchronized FaultyDisk kill() {
        IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
        FaultyDisk after = successor();
        names.forEach((name, node) -> after.names.put(name, copies.computeIfAbsent(node, Node::copy)));
        durableNames.forEach((name, node) -> after.durableNames.put(name, copies.computeIfAbsent(node, Node::copy)));
        return after;
    }

    private FaultyDisk successor() {
        FaultyDisk after = new FaultyDisk(random.nextLong());
        after.lying = lying;
        return after;
    }

    /// Changes bytes behind everybody's back.
    public synchronized void flip(String name, int at, int mask) {
        Node node = node(name);
        node.data[at] ^= (byte) mask;
        node.durable[at] ^= (byte) mask;
    }

    /// The bytes of a file as a reader sees them now.
    public synchronized byte[] content(String name) {
        Node node = node(name);
        return Arrays.copyOf(node.data, node.size);
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
                throw new DiskException("cannot do " + call + " on " + name + ": injected");
            }
        }
    }

    private synchronized Node node(String name) {
        Node node = names.get(name);
        if (node == null) {
            throw new DiskException("cannot open " + name + ": no such file");
        }
        return node;
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
        return new FaultyFile(name, node(name));
    }

    @Override
    public DiskFile create(String name) {
        check(Call.CREATE, name);
        synchronized (this) {
            if (names.containsKey(name)) {
                throw new DiskException("cannot make " + name + ": it exists");
            }
            Node node = new Node();
            names.put(name, node);
            return new FaultyFile(name, node);
        }
    }

    @Override
    public void delete(String name) {
        check(Call.DELETE, name);
        synchronized (this) {
            node(name);
            names.remove(name);
        }
    }

    @Override
    public void rename(String from, String to) {
        check(Call.RENAME, from);
        synchronized (this) {
            Node node = node(from);
            names.remove(from);
            names.put(to, node);
        }
    }

    @Override
    public void syncDirectory() {
        check(Call.SYNC_DIRECTORY, "");
        synchronized (this) {
            durableNames = new TreeMap<>(names);
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

    /// One file: what readers see, what is durable, and what lies between.
    private static final class Node {
        private byte[] data = new byte[0];
        private byte[] durable = new byte[0];
        private int size;
        private int durableSize;
        private final List<int[]> unforced = new ArrayList<>();

        void write(ByteBuffer source, int at) {
            int count = source.remaining();
            resize(Math.max(size, at + count));
            source.get(data, at, count);
            unforced.add(new int[] {at, at + count});
        }

        void resize(int to) {
            if (to > data.length) {
                data = Arrays.copyOf(data, to);
                durable = Arrays.copyOf(durable, to);
            }
            if (to < size) {
                Arrays.fill(data, to, size, (byte) 0);
            }
            size = to;
        }

        void force() {
            unforced.forEach(range -> System.arraycopy(data, range[0], durable, range[0], range[1] - range[0]));
            unforced.clear();
            durableSize = size;
        }

        void dropUnforced() {
            unforced.clear();
            durableSize = size;
        }

        Node copy() {
            Node copy = new Node();
            copy.data = data.clone();
            copy.durable = durable.clone();
            copy.size = size;
            copy.durableSize = durableSize;
            copy.unforced.addAll(unforced);
            return copy;
        }

        /// What is left after a power cut. Mode 0: only what was forced; above: any sectors of the rest too, one of them
        /// torn.
        Node survivor(int mode, Random random) {
            Node image = new Node();
            image.size = durableSize;
            image.data = Arrays.copyOf(durable, Math.max(data.length, image.size));
            if (mode > 0) {
                int torn = random.nextInt(Math.max(1, unforced.size()));
                for (int i = 0; i < unforced.size(); i++) {
                    keepSome(unforced.get(i), i == torn, image, random);
                }
            }
            image.durable = image.data.clone();
            image.durableSize = image.size;
            return image;
        }

        private void keepSome(int[] range, boolean torn, Node image, Random random) {
            int keepOfFour = random.nextInt(5);
            for (int at = range[0]; at < range[1]; at = (at / SECTOR_BYTES + 1) * SECTOR_BYTES) {
                int end = Math.min(range[1], (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
                if (random.nextInt(4) < keepOfFour) {
                    int kept = torn && random.nextInt(8) == 0 ? random.nextInt(end - at + 1) : end - at;
                    image.size = Math.max(image.size, at + kept);
                    System.arraycopy(data, at, image.data, at, kept);
                }
            }
        }
    }

    private final class FaultyFile implements DiskFile {
        private final String name;
        private final Node node;

        FaultyFile(String name, Node node) {
            this.name = name;
            this.node = node;
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
                    node.write(part.limit(random.nextInt(part.limit() + 1)), (int) position);
                    throw new DiskException("cannot write to " + name + ": injected");
                }
                node.write(source, (int) position);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            check(Call.READ, name);
            synchronized (FaultyDisk.this) {
                if (position >= node.size) {
                    return -1;
                }
                int count = Math.min(target.remaining(), (int) (node.size - position));
                if (shortReads && count > 1) {
                    count = 1 + random.nextInt(count);
                }
                target.put(node.data, (int) position, count);
                return count;
            }
        }

        @Override
        public void force() {
            before(Call.FORCE, name);
            synchronized (FaultyDisk.this) {
                if (fails(Call.FORCE, name)) {
                    node.dropUnforced();
                    throw new DiskException("cannot force " + name + ": injected");
                }
                if (!lying) {
                    node.force();
                }
            }
        }

        @Override
        public void resize(long size) {
            check(Call.RESIZE, name);
            synchronized (FaultyDisk.this) {
                node.resize((int) size);
            }
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return node.size;
            }
        }

        @Override
        public ByteBuffer map(long size) {
            synchronized (FaultyDisk.this) {
                return ByteBuffer.wrap(node.data, 0, (int) size).slice().asReadOnlyBuffer();
            }
        }

        @Override
        public void close() {}
    }
}
