package io.skylark.cli.producer;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark producer ...`
public final class ProducerVerbs {
    public static final String DESCRIPTION = "Producers: who sends.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List the groups of producers that are connected.", ProducerList::new),
            new Verb("connections", "Show the producers of a group.", ProducerConnections::new));

    private ProducerVerbs() {}
}
