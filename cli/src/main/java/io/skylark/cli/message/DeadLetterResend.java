package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.client.admin.Admin;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.message.TopicNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark dlq resend GROUP ID...`
@Command(
        mixinStandardHelpOptions = true,
        description = "Only this group gets them, with all attempts before it. The dead letters stay until they expire.",
        footer = {
            "",
            "Example: skylark dlq resend billing 7F000001000136A5...0000",
            "         skylark dlq resend billing --all --since 1h --yes"
        })
final class DeadLetterResend implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(index = "0", paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Parameters(index = "1..*", paramLabel = "ID", description = "ids or places, as skylark dlq list GROUP shows them")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "all there are")
    private boolean all;

    @Option(names = "--since", paramLabel = "TIME", description = "with --all: those that died at this time or later")
    private Optional<Instant> since = Optional.empty();

    @Override
    public Integer call() {
        if (all == !ids.isEmpty()) {
            throw CommandException.usage("name the dead letters, or say --all");
        }
        if (since.isPresent() && !all) {
            throw CommandException.usage("--since goes with --all");
        }
        return cluster.use(client -> {
            if (all) {
                resendAll(client.admin());
            } else {
                ids.forEach(id -> resend(client.admin(), id));
            }
        });
    }

    private void resend(Admin admin, String id) {
        ReceivedMessage message =
                FindMessage.find(admin.messages(), id, Optional.of(TopicNames.deadLetterTopic(group)));
        if (consent.isDryRun()) {
            var _ = consent.given("give message " + message.messageId() + " to group " + group + " again");
            return;
        }
        SendReceipt receipt = admin.messages().giveAgain(group, message);
        output.done("message", message.messageId(), "group " + group + " gets it again, stored in "
                + receipt.queue().topic() + "/" + receipt.queue().brokerName() + "/" + receipt.queue().queueId());
    }

    private void resendAll(Admin admin) {
        DeadLetters letters = new DeadLetters(admin, group);
        String which = since.isPresent() ? "the dead letters since then" : letters.count() + " dead letters at most";
        if (!consent.given("give " + which + " to group " + group + " again")) {
            return;
        }
        AtomicLong done = new AtomicLong();
        ProgressLine line = ProgressLine.onTerminal(output.err());
        letters.forEach(since.orElse(Instant.EPOCH), message -> {
            admin.messages().giveAgain(group, message);
            done.incrementAndGet();
            line.show(() -> done + " of at most " + letters.count());
        });
        line.end();
        output.done("group", group, "gets " + done + " dead letters again");
    }
}
