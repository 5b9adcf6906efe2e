package io.skylark.bench.compare;

import java.lang.foreign.Arena;

/// Memory that nobody uses.
///
/// A virtual machine may have given its free memory back to its host. Then each page costs a fault there when it is used
/// again, the pages in front of a log's new files among them, and a row measures the host. On a machine that has run for
/// a while, memory is not free but full of old pages, and nothing of that kind happens.
final class FreeMemory {
    private FreeMemory() {}

    /// Touches so many bytes, and leaves them free.
    static void touch(long bytes) {
        if (bytes > 0) {
            try (Arena arena = Arena.ofConfined()) {
                arena.allocate(bytes); // writes zeros
            }
        }
    }
}
