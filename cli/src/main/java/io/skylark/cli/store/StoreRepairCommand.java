package io.skylark.cli.store;

import io.skylark.cli.frame.Failures;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.inspect.LostQueues;
import io.skylark.log.inspect.Repair;
import io.skylark.log.inspect.RepairPlan;
import io.skylark.log.inspect.StoreFolder;
import io.skylark.log.inspect.StoreReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark store repair PATH`
@Command(
        mixinStandardHelpOptions = true,
        description = "Ends with 0 when the store is whole, 1 when it is not (yet).")
final class StoreRepairCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "storePathRootDir of the broker, or the folder log in it")
    private Path path = Path.of(".");

    @ArgGroup
    private Doing doing = new Doing();

    @ArgGroup
    private Choice choice = new Choice();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class Doing {
        @Option(names = "--yes", description = "do it")
        private boolean yes;

        @SuppressWarnings("UnusedVariable") // it says what happens anyway, and excludes --yes
        @Option(names = "--dry-run", description = "only say what would be done (what happens without --yes anyway)")
        private boolean dryRun;
    }

    static final class Choice {
        @Option(
                names = "--keep-behind",
                description = "where nobody can tell which queues lost how much: keep what lies behind; queues that"
                        + " lost messages get smaller offsets there, and consumers may skip as many")
        private boolean keepBehind;

        @Option(
                names = "--cut",
                description = "where nobody can tell which queues lost how much: let the log end there; what lies"
                        + " behind is kept aside")
        private boolean cut;

        private LostQueues lostQueues() {
            return keepBehind ? LostQueues.KEEP_BEHIND : cut ? LostQueues.CUT : LostQueues.REFUSE;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = StoreFolder.find(path);
        StoreProgress progress = StoreProgress.onTerminal(spec.commandLine().getErr());
        try (Repair repair =
                Repair.open(FileSystemDisk.of(folder), System.currentTimeMillis(), new SecureRandom())) {
            RepairPlan plan = repair.plan(choice.lostQueues(), progress);
            progress.end();
            if (plan.refusal().isPresent()) {
                out.println(plan.refusal().get() + ".");
                out.println("Choose: --keep-behind keeps what lies behind it and lets those queues shift; --cut lets"
                        + " the log end there. See --help.");
                return Failures.FAILED;
            }
            if (plan.steps().isEmpty()) {
                out.println("The store in " + folder + " is whole; there is nothing to do.");
                return 0;
            }
            return doing.yes ? apply(repair, plan, folder, progress) : show(plan, folder);
        } finally {
            out.flush();
        }
    }

    private int show(RepairPlan plan, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("A repair of " + folder + " would do this:");
        plan.steps().forEach(step -> out.println("  " + StoreText.printable(step.text())));
        out.println(losses(plan, "This would lose"));
        out.println("Nothing was changed. To do it: skylark store repair " + path + " --yes");
        return Failures.FAILED;
    }

    private int apply(Repair repair, RepairPlan plan, Path folder, StoreProgress progress) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Repairing " + folder + ":");
        StoreReport after = repair.apply(
                plan,
                step -> {
                    out.println("  " + StoreText.printable(step.text()));
                    out.flush();
                },
                progress);
        progress.end();
        out.println(losses(plan, "Lost"));
        repair.keptAside().forEach(name -> out.println("Kept aside: " + folder.resolve(name)));
        if (after.isWhole()) {
            out.println("The store is whole: the broker can start.");
            return 0;
        }
        out.println("The store is still damaged:");
        StoreVerifyCommand.print(after, out);
        return Failures.FAILED;
    }

    private static String losses(RepairPlan plan, String verb) {
        boolean unknown = plan.steps().stream().anyMatch(step -> step.droppedBytes() > 0 && step.lostEntries() == 0);
        return plan.droppedBytes() == 0 ? "Nothing is lost."
                : verb + (unknown ? " at least " : " ") + StoreText.count(plan.lostEntries(), "entry", "entries")
                        + " in " + StoreText.count(plan.droppedBytes(), "byte", "bytes") + ".";
    }
}
