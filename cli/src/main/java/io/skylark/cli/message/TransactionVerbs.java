package io.skylark.cli.message;

import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Verb;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `skylark tx ...`
public final class TransactionVerbs {
    public static final String DESCRIPTION = "Transactions: messages that wait for the word of their producer.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List what waits; refused, as no broker tells.", Waiting::new),
            new Verb("resolve", "Let the producers of a transaction be asked about it again, from the beginning.",
                    TransactionResolve::new));

    private TransactionVerbs() {}

    /// `skylark tx list`, which says why there is no such list.
    @Command(mixinStandardHelpOptions = true)
    private static final class Waiting implements Callable<Integer> {
        @Override
        public Integer call() {
            throw CommandException.notSupported("no broker lists transactions that wait for their producers. The ids of"
                    + " those that were given up are in its log file; skylark tx resolve TOPIC ID lets them be asked"
                    + " again");
        }
    }
}
