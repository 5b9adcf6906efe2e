package io.skylark.client.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The producers and consumers of a client that are not closed yet. Shared; guarded by its own lock.
public final class OpenParts {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    public synchronized void add(AutoCloseable part) {
        parts.push(part);
    }

    public synchronized void remove(AutoCloseable part) {
        parts.remove(part);
    }

    private synchronized List<AutoCloseable> all() {
        return new ArrayList<>(parts);
    }

    /// The youngest first.
    void closeAll() {
        for (AutoCloseable part : all()) {
            try {
                part.close();
            } catch (Exception failure) {
                LOG.warn("{} could not be closed", part, failure);
            }
        }
    }
}
