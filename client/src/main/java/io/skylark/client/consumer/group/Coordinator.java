package io.skylark.client.consumer.group;

import java.time.Duration;

/// The one thread that owns the pull loops of a consumer.
public interface Coordinator {
    void execute(Runnable step);

    void after(Duration delay, Runnable step);
}
