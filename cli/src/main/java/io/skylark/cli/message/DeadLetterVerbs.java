package io.skylark.cli.message;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark dlq ...`
public final class DeadLetterVerbs {
    public static final String DESCRIPTION = "Dead letters: messages that a group failed to consume for good.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List the groups that have dead letters, or the dead letters of one.",
                    DeadLetterList::new),
            new Verb("resend", "Give dead letters to their group again.", DeadLetterResend::new),
            new Verb("export", "Write the dead letters of a group as JSON, one a line.", DeadLetterExport::new));

    private DeadLetterVerbs() {}
}
