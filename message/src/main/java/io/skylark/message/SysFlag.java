package io.skylark.message;

/// Bits of the system flag that every message carries (PROTOCOL 3.2 names their wire values).
public final class SysFlag {
    public static final int COMPRESSED = 1;
    public static final int MULTI_TAGS = 1 << 1;

    /// Bits 2 and 3: 0 plain message, 4 prepared, 8 committed, 12 rolled back.
    public static final int TRANSACTION_MASK = 3 << 2;

    public static final int TRANSACTION_PREPARED = 1 << 2;
    public static final int TRANSACTION_COMMIT = 2 << 2;
    public static final int TRANSACTION_ROLLBACK = 3 << 2;
    public static final int BORN_HOST_V6 = 1 << 4;
    public static final int STORE_HOST_V6 = 1 << 5;
    public static final int NEED_UNWRAP = 1 << 6;
    public static final int INNER_BATCH = 1 << 7;

    /// Bits 8 to 10: how a compressed body was compressed; 0 means zlib as written by old clients.
    public static final int COMPRESSION_MASK = 7 << 8;

    public static final int COMPRESSION_LZ4 = 1 << 8;
    public static final int COMPRESSION_ZSTD = 2 << 8;
    public static final int COMPRESSION_ZLIB = 3 << 8;

    private SysFlag() {}

    public static boolean has(int sysFlag, int bit) {
        return (sysFlag & bit) != 0;
    }
}
