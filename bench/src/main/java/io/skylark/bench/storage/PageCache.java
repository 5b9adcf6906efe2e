package io.skylark.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The operating system's memory of files. It does not let go of pages that a process has mapped and touched, nor of
/// such as are not on the disk yet.
public final class PageCache {
    private static final Path SWITCH = Path.of("/proc/sys/vm/drop_caches");
    private static final String DROP_PAGES = "1";

    private final Path dropSwitch;

    PageCache(Path dropSwitch) {
        this.dropSwitch = dropSwitch;
    }

    public static PageCache ofThisMachine() {
        return new PageCache(SWITCH);
    }

    /// Forgets all that is on the disk as well.
    ///
    /// @return why that is not possible; empty when it was done
    Optional<String> drop() {
        if (!Files.isWritable(dropSwitch)) {
            return Optional.of(dropSwitch + " cannot be written by this user");
        }
        try {
            Files.writeString(dropSwitch, DROP_PAGES);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(dropSwitch + " cannot be written: " + e.getMessage());
        }
    }
}
