package io.skylark.cli.topic;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark topic ...`
public final class TopicVerbs {
    public static final String DESCRIPTION = "Topics: what there is, and changing it.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List topics.", TopicList::new),
            new Verb("get", "Show the settings of a topic on each broker, and who reads it.", TopicGet::new),
            new Verb("create", "Create a topic.", () -> new TopicChange(true)),
            new Verb("update", "Change a topic; what is not named stays.", () -> new TopicChange(false)),
            new Verb("delete", "Delete topics with their messages.", TopicDelete::new),
            new Verb("route", "Show where clients find the queues of a topic.", TopicRouteShow::new),
            new Verb("status", "Show what each queue of a topic holds.", TopicStatus::new),
            new Verb("perm", "Let clients read or write a topic, or not.", TopicPermission::new),
            new Verb("order-conf", "Show or change which broker has how many queues of an ordered topic.",
                    TopicOrder::new));

    private TopicVerbs() {}
}
