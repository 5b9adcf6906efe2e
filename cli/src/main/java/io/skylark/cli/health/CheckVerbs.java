package io.skylark.cli.health;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark check ...`
public final class CheckVerbs {
    public static final String DESCRIPTION = "Checks for monitoring, with the exit codes of Nagios.";

    public static final List<Verb> ALL = List.of(
            new Verb("ready", "Whether name servers and brokers answer.", CheckReady::new),
            new Verb("lag", "Whether a group keeps up.", CheckLag::new),
            new Verb("disk", "Whether the disks of brokers have room.", CheckDisk::new));

    private CheckVerbs() {}
}
