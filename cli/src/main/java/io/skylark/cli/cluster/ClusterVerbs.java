package io.skylark.cli.cluster;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark cluster ...`
public final class ClusterVerbs {
    public static final String DESCRIPTION = "Clusters: what they consist of, and their definitions.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List clusters.", ClusterList::new),
            new Verb("latency", "Measure how long servers take to answer, or brokers to store.", ClusterLatency::new),
            new Verb("export", "Print the definitions of topics and groups.", ClusterExport::new),
            new Verb("import", "Create and change topics and groups so that they are as in a file.",
                    ClusterImport::new));

    private ClusterVerbs() {}
}
