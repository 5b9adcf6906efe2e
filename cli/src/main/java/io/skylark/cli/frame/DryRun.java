package io.skylark.cli.frame;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `--dry-run` of commands that change something and need no consent.
public final class DryRun {
    @Option(names = "--dry-run", description = "only say what would be done")
    private boolean dryRun;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// Says what would be done when nothing is to be changed.
    ///
    /// @param deed as `create topic orders with 8 queues`
    public boolean prevents(String deed) {
        if (dryRun) {
            command.commandLine().getErr().println("Would " + deed + "; nothing was changed.");
        }
        return dryRun;
    }
}
