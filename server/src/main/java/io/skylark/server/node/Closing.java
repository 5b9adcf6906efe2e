package io.skylark.server.node;

import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.CorruptLogException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Parts that are closed last in, first out; one that fails does not keep the others open.
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    /// Starts parts one after the other.
    interface Start {
        void run() throws IOException, StartFailure;
    }

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    void add(AutoCloseable part) {
        parts.push(part);
    }

    /// Closes what is there already when the next part does not start.
    void startOrClose(Start start) throws StartFailure {
        boolean started = false;
        try {
            start.run();
            started = true;
        } catch (DiskException | CorruptLogException | IOException cannot) {
            throw new StartFailure(String.valueOf(cannot.getMessage()), cannot);
        } finally {
            if (!started) {
                close();
            }
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.error("a part did not close cleanly; the others go on", failure);
            }
        }
    }
}
