package io.skylark.cli.group;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark group ...`
public final class GroupVerbs {
    public static final String DESCRIPTION = "Consumer groups: who consumes, how far they are, and moving them.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List groups.", GroupList::new),
            new Verb("get", "Show the settings of a group on each broker.", GroupGet::new),
            new Verb("create", "Create a group.", () -> new GroupChange(true)),
            new Verb("update", "Change a group; what is not named stays.", () -> new GroupChange(false)),
            new Verb("delete", "Delete groups with their offsets.", GroupDelete::new),
            new Verb("lag", "Show how far groups are behind; the slowest queue comes first.", GroupLag::new),
            new Verb("connections", "Show who consumes for a group, and what.", GroupConnections::new),
            new Verb("inspect", "Ask the members of a group what they are doing.", GroupInspect::new),
            new Verb("reset", "Let a group go on elsewhere in a topic.", GroupReset::new),
            new Verb("clone-offset", "Let a group go on where another is.", GroupClone::new));

    private GroupVerbs() {}
}
