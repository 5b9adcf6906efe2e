package io.skylark.protocol.body;

/// Permission bits of topics and brokers.
public final class Permission {
    public static final int INHERIT = 1;
    public static final int WRITE = 1 << 1;
    public static final int READ = 1 << 2;
    public static final int PRIORITY = 1 << 3;

    private Permission() {}

    public static boolean isReadable(int perm) {
        return (perm & READ) != 0;
    }

    public static boolean isWriteable(int perm) {
        return (perm & WRITE) != 0;
    }

    public static boolean isInherited(int perm) {
        return (perm & INHERIT) != 0;
    }

    /// Such as `RW-`.
    public static String text(int perm) {
        return (isReadable(perm) ? "R" : "-") + (isWriteable(perm) ? "W" : "-") + (isInherited(perm) ? "X" : "-");
    }
}
