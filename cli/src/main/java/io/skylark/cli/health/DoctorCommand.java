package io.skylark.cli.health;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Failures;
import io.skylark.cli.frame.Finding;
import io.skylark.cli.frame.Output;
import io.skylark.client.SkylarkClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark doctor`
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            DoctorCommand.DESCRIPTION,
            "",
            "This machine: Java, limits, memory. The cluster: name servers, brokers, whether the addresses that clients"
                    + " are told can be reached from here, clocks, disks. Changes nothing. Ends with 1 when something"
                    + " does not work."
        })
public final class DoctorCommand implements Callable<Integer> {
    public static final String DESCRIPTION = "Look for what keeps a cluster from working, and say what to do.";

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(new MachineChecks().run());
        try (SkylarkClient client = cluster.connect()) {
            findings.addAll(new ClusterChecks(client.admin(), InstantSource.system()).run());
        }
        Finding.print(findings, output);
        return Finding.anyFailed(findings) ? Failures.FAILED : 0;
    }
}
