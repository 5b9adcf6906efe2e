package io.skylark.server.config;

/// From when on, and from where, a setting can be changed.
public enum Reach {
    /// While the process runs, by request over the network too.
    LIVE("live"),
    /// While the process runs, but only by its file, its environment or its command line: security.
    LIVE_FROM_FILE("live, never over the network"),
    /// What is changed, over the network too, holds from the next start on.
    RESTART("restart"),
    /// From the next start on, and never over the network: names a path, a class, a command, or an address.
    RESTART_FROM_FILE("restart, never over the network");

    private final String text;

    Reach(String text) {
        this.text = text;
    }

    public boolean isLive() {
        return this == LIVE || this == LIVE_FROM_FILE;
    }

    public boolean isRemote() {
        return this == LIVE || this == RESTART;
    }

    @Override
    public String toString() {
        return text;
    }
}
