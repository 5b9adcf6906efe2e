package io.skylark.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The producers and consumers of a client that are not closed yet. Shared; guarded by its own lock, under which none is
/// closed.
public final class OpenParts {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /// @throws IllegalStateException when the client was closed meanwhile; then the part is closed too
    public void add(AutoCloseable part) {
        if (!added(part)) {
            close(part);
            throw ClientSession.refusal();
        }
    }

    private synchronized boolean added(AutoCloseable part) {
        if (!closed) {
            parts.push(part);
        }
        return !closed;
    }

    public synchronized void remove(AutoCloseable part) {
        parts.remove(part);
    }

    private synchronized List<AutoCloseable> end() {
        closed = true;
        return new ArrayList<>(parts);
    }

    /// The youngest first.
    void closeAll() {
        end().forEach(OpenParts::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            LOG.warn("{} could not be closed", part, failure);
        }
    }
}
