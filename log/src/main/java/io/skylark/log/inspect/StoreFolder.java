package io.skylark.log.inspect;

import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Finds the log folder that a user means: the store root, as `storePathRootDir` names it, or its folder `log`.
public final class StoreFolder {
    private static final String LOG = "log";
    private static final String ROCKETMQ_LOG = "commitlog";

    private StoreFolder() {}

    /// @throws NoStoreException when there is none
    public static Path find(Path path) {
        Path given = path.toAbsolutePath().normalize();
        if (!Files.exists(given)) {
            throw new NoStoreException("there is no folder " + given);
        }
        if (!Files.isDirectory(given)) {
            throw new NoStoreException(given + " is a file; name the folder of the store");
        }
        if (holdsLog(given)) {
            return given;
        }
        Path below = given.resolve(LOG);
        if (Files.isDirectory(below) && holdsLog(below)) {
            return below;
        }
        if (Files.isDirectory(given.resolve(ROCKETMQ_LOG)) || given.endsWith(ROCKETMQ_LOG)) {
            throw new NoStoreException(given + " holds a store of RocketMQ, which has other files");
        }
        throw new NoStoreException(given + " holds no store: neither in it nor in its folder " + LOG + " is "
                + StoreMeta.FILE + ", " + DurableMark.FILE + " or a segment");
    }

    private static boolean holdsLog(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.equals(StoreMeta.FILE) || name.equals(DurableMark.FILE)
                            || Segments.isSegment(name));
        } catch (IOException e) {
            throw new DiskException("cannot list " + folder, e);
        }
    }
}
