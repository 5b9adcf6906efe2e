package io.skylark.cli.store;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark store ...`
public final class StoreVerbs {
    public static final String DESCRIPTION = "Look at the files of a broker, and mend them.";

    public static final List<Verb> ALL = List.of(
            new Verb("verify",
                    "Read everything in a store and say what is damaged. Changes nothing; works beside a running"
                            + " broker.",
                    StoreVerifyCommand::new),
            new Verb("dump",
                    "Print the entries of a store in order, one a line, up to its end or the first damage. Changes"
                            + " nothing; works beside a running broker.",
                    StoreDumpCommand::new),
            new Verb("repair",
                    "Make a damaged store whole again and keep what is good. Without --yes it only says what it would"
                            + " do. What it takes out is kept in files *.dropped-TIME in the same folder. The broker"
                            + " must be stopped.",
                    StoreRepairCommand::new));

    private StoreVerbs() {}
}
