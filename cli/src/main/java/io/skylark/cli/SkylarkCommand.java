package io.skylark.cli;

import io.skylark.cli.broker.BrokerVerbs;
import io.skylark.cli.cluster.ClusterVerbs;
import io.skylark.cli.completion.CompletionCommand;
import io.skylark.cli.context.ContextVerbs;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Failures;
import io.skylark.cli.frame.Words;
import io.skylark.cli.group.GroupVerbs;
import io.skylark.cli.health.CheckVerbs;
import io.skylark.cli.health.DoctorCommand;
import io.skylark.cli.message.DeadLetterVerbs;
import io.skylark.cli.message.DelayVerbs;
import io.skylark.cli.message.MessageVerbs;
import io.skylark.cli.message.TransactionVerbs;
import io.skylark.cli.namesrv.NameServerVerbs;
import io.skylark.cli.producer.ProducerVerbs;
import io.skylark.cli.store.StoreVerbs;
import io.skylark.cli.topic.TopicVerbs;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skylark`, the root of all commands.
@Command(
        name = "skylark",
        description = "A message broker that every RocketMQ client can use unchanged.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, such as when no server answers, or a store is damaged",
            "2:wrong arguments",
            "3:the server does not support it",
            "4:there is no such topic, group, message or store",
            "5:not allowed",
            "6:no answer in time"
        })
public final class SkylarkCommand {
    private static final List<Noun> NOUNS = List.of(
            Noun.of("topic", TopicVerbs.DESCRIPTION, () -> TopicVerbs.ALL),
            Noun.of("group", GroupVerbs.DESCRIPTION, () -> GroupVerbs.ALL),
            Noun.of("message", MessageVerbs.DESCRIPTION, () -> MessageVerbs.ALL),
            Noun.of("dlq", DeadLetterVerbs.DESCRIPTION, () -> DeadLetterVerbs.ALL),
            Noun.of("delay", DelayVerbs.DESCRIPTION, () -> DelayVerbs.ALL),
            Noun.of("tx", TransactionVerbs.DESCRIPTION, () -> TransactionVerbs.ALL),
            Noun.of("producer", ProducerVerbs.DESCRIPTION, () -> ProducerVerbs.ALL),
            Noun.of("cluster", ClusterVerbs.DESCRIPTION, () -> ClusterVerbs.ALL),
            Noun.of("broker", BrokerVerbs.DESCRIPTION, () -> BrokerVerbs.ALL),
            Noun.of("namesrv", NameServerVerbs.DESCRIPTION, () -> NameServerVerbs.ALL),
            Noun.of("store", StoreVerbs.DESCRIPTION, () -> StoreVerbs.ALL),
            Noun.of("check", CheckVerbs.DESCRIPTION, () -> CheckVerbs.ALL),
            new Noun("doctor", DoctorCommand.DESCRIPTION, () -> new CommandLine(new DoctorCommand())),
            Noun.of("context", ContextVerbs.DESCRIPTION, () -> ContextVerbs.ALL));

    /// Options in front of the noun that take a value.
    private static final Set<String> WITH_VALUE =
            Set.of("-n", "--name-server", "-C", "--context", "--timeout", "--access-key", "--secret-key");

    /// Found by those of the commands.
    @Mixin
    @SuppressWarnings("UnusedVariable")
    private Cluster cluster = new Cluster();

    private SkylarkCommand() {}

    /// What executes `words`, and no other words: it has only the commands that these ask for.
    ///
    /// @param more nouns that are added to those of the client side
    public static CommandLine commandLine(List<Noun> more, String... words) {
        CommandLine root = new CommandLine(new SkylarkCommand());
        Noun completion = new Noun("completion", CompletionCommand.DESCRIPTION,
                () -> new CommandLine(new CompletionCommand(typed -> commandLine(more, typed))));
        List<Noun> nouns =
                Stream.of(NOUNS, more, List.of(completion)).flatMap(List::stream).toList();
        int at = placeOfNoun(words);
        String first = at < words.length ? words[at] : "";
        String second = at + 1 < words.length ? words[at + 1] : "";
        List<Noun> named = nouns.stream().filter(noun -> noun.name().equals(first)).toList();
        // Without a noun it is a single option or a mistake, unless there is more or a file of words.
        boolean inFull = !named.isEmpty() || words.length > 1 || first.startsWith("@");
        (named.isEmpty() ? nouns : named).forEach(noun -> noun.addTo(root, inFull, second));
        Words.register(root, InstantSource.system());
        return root.setExecutionExceptionHandler(Failures::handle)
                .setParameterExceptionHandler(Failures::misspelt)
                .setUsageHelpAutoWidth(true);
    }

    private static int placeOfNoun(String[] words) {
        int at = 0;
        while (at < words.length && words[at].startsWith("-") && !words[at].equals("-")) {
            at += WITH_VALUE.contains(words[at]) ? 2 : 1;
        }
        return at;
    }
}
