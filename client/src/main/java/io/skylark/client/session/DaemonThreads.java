package io.skylark.client.session;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes named threads that do not keep the process alive.
public final class DaemonThreads implements ThreadFactory {
    private final String name;
    private final boolean numbered;
    private final AtomicInteger made = new AtomicInteger();

    private DaemonThreads(String name, boolean numbered) {
        this.name = name;
        this.numbered = numbered;
    }

    public static DaemonThreads named(String name) {
        return new DaemonThreads(name, false);
    }

    /// Names end in a number, from 1 on.
    public static DaemonThreads numbered(String prefix) {
        return new DaemonThreads(prefix, true);
    }

    @Override
    public Thread newThread(Runnable task) {
        int number = made.incrementAndGet();
        Thread thread = new Thread(task, numbered ? name + number : name);
        thread.setDaemon(true);
        return thread;
    }
}
