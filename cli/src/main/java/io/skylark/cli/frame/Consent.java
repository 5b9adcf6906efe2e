package io.skylark.cli.frame;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `--yes` and `--dry-run` of commands that destroy something: on a terminal they ask, elsewhere they refuse without
/// `--yes`.
public final class Consent {
    @Option(names = {"-y", "--yes"}, description = "do it without asking")
    private boolean yes;

    @Option(names = "--dry-run", description = "only say what would be done")
    private boolean dryRun;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    public boolean isDryRun() {
        return dryRun;
    }

    /// Whether to go on.
    ///
    /// @param deed what would be done, as `delete topic orders with its messages on broker-a`
    /// @throws CommandException when nobody is there to be asked
    public boolean given(String deed) {
        PrintWriter err = command.commandLine().getErr();
        if (dryRun) {
            err.println("Would " + deed + "; nothing was changed.");
            return false;
        }
        if (yes) {
            return true;
        }
        if (!Terminal.isThere()) {
            throw CommandException.usage("this would " + deed + ": say --yes to do it, --dry-run to only look");
        }
        boolean agreed = Terminal.agrees("This will " + deed + ". Go on?");
        if (!agreed) {
            err.println("Nothing was changed.");
        }
        return agreed;
    }
}
