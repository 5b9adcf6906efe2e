package io.skylark.cli.message;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark delay ...`
public final class DelayVerbs {
    public static final String DESCRIPTION = "Delayed messages: those that wait for their time.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List delayed messages that wait.", DelayList::new),
            new Verb("cancel", "Take a delayed message back.", DelayCancel::new));

    private DelayVerbs() {}
}
