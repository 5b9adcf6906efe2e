package io.skylark.cli.frame;

/// Makes changes of one thing, or only says what they would be, and says what was done.
///
/// @param kind such as `topic`
public record ChangeReport(String kind, String name, DryRun dryRun, Output output) {
    /// @param with as `8 queues`
    public void create(String with, Runnable deed) {
        if (!dryRun.prevents("create " + kind + " " + name + " with " + with)) {
            deed.run();
            output.done(kind, name, "created with " + with);
        }
    }

    /// @param to as `8 queues`
    public void change(String broker, String to, Runnable deed) {
        if (!dryRun.prevents("change " + kind + " " + name + " on " + broker + " to " + to)) {
            deed.run();
            output.done(kind, name, "has " + to + " on " + broker + " now");
        }
    }
}
