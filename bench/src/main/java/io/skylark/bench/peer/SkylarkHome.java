package io.skylark.bench.peer;

import java.nio.file.Path;

/// Where the Skylark that is measured lies.
public final class SkylarkHome {
    private static final String VERSION = "0.1.0";

    private SkylarkHome() {}

    /// The archive that this program was started from, or the one that the build left when it was started as a jar.
    public static Path standard() {
        String home = System.getProperty("skylark.home");
        return home != null
                ? Path.of(home)
                : Path.of("distribution/target/skylark-" + VERSION, "skylark-" + VERSION);
    }
}
