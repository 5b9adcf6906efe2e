package io.skylark.cli.broker;

import io.skylark.cli.frame.Verb;
import java.util.List;

/// `skylark broker ...`
public final class BrokerVerbs {
    public static final String DESCRIPTION = "Brokers: how they are, their settings, their upkeep.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List brokers.", BrokerList::new),
            new Verb("status", "Show what a broker tells of itself.", BrokerStatus::new),
            new Verb("writes", "Say whether a broker takes messages, and why not.", BrokerWrites::new),
            Verb.group("config", "Settings of brokers.", List.of(
                    new Verb("get", "Show the settings of a broker.", BrokerConfigGet::new),
                    new Verb("set", "Change settings of brokers while they run.", BrokerConfigSet::new))),
            new Verb("consume-stats", "Show how far all groups of a broker are behind.", BrokerConsumers::new),
            new Verb("permission", "Let clients read or write a broker, or not.", BrokerPermission::new),
            new Verb("drain", "Let a broker run empty: clients write elsewhere, and go on reading.", BrokerDrain::new),
            Verb.group("clean", "Let brokers let go of what nobody needs any more.", List.of(
                    new Verb("expired-queues", "Queue indexes of messages that are gone.", () -> new BrokerClean(
                            "cleaned expired queues", (admin, broker) -> admin.cleanExpiredQueues(broker))),
                    new Verb("unused-topics", "What is left of topics that were deleted.", () -> new BrokerClean(
                            "cleaned unused topics", (admin, broker) -> admin.cleanUnusedTopics(broker))),
                    new Verb("expired-log", "Expired messages, whatever the hour.", () -> new BrokerClean(
                            "began to delete the expired log", (admin, broker) -> admin.deleteExpiredLog(broker))))));

    private BrokerVerbs() {}
}
