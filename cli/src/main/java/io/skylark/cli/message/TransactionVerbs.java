package io.skylark.cli.message;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark tx ...`
public final class TransactionVerbs {
    public static final String DESCRIPTION = "Transactions: messages that wait for the word of their producer.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List transactions that wait.", TransactionList::new),
            new Verb("resolve", "Let the producers of a transaction be asked about it again, from the beginning.",
                    TransactionResolve::new));

    private TransactionVerbs() {}
}
