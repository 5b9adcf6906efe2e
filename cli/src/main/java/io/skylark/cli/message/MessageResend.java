package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.protocol.api.ClientCalls;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark message resend ID`
@Command(
        mixinStandardHelpOptions = true,
        description = "Without --group a copy is sent to its topic, which all groups see, with a new id. With --group only"
                + " that group gets it again. With --client too, that member consumes it at once, beside its queue.")
final class MessageResend implements Callable<Integer> {
    private static final String GROUP = "skylark-cli";

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(paramLabel = "ID", description = FindMessage.ID)
    private String id = "";

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = FindMessage.TOPIC)
    private Optional<String> topic = Optional.empty();

    @Option(names = "--to", paramLabel = "TOPIC", description = "the copy goes to this topic instead")
    private Optional<String> target = Optional.empty();

    @Option(names = {"-g", "--group"}, paramLabel = "GROUP", description = "only this group gets it")
    private Optional<String> group = Optional.empty();

    @Option(names = "--client", paramLabel = "ID", description = "this member of the group consumes it now")
    private Optional<String> client = Optional.empty();

    @Override
    public Integer call() {
        if ((client.isPresent() && group.isEmpty()) || (target.isPresent() && group.isPresent())) {
            throw CommandException.usage("--client needs --group, and --to does not go with --group");
        }
        return cluster.use(connection -> {
            ReceivedMessage message = FindMessage.find(connection.admin().messages(), id, topic);
            String to = target.orElseGet(message::originalTopic);
            String goal = client.map(member -> "member " + member)
                    .or(() -> group.map(name -> "group " + name))
                    .orElse("topic " + to);
            if (!dryRun.prevents("give message " + message.messageId() + " to " + goal)) {
                output.done("message", message.messageId(), resend(connection, message, to));
            }
        });
    }

    private String resend(SkylarkClient connection, ReceivedMessage message, String to) {
        if (client.isPresent()) {
            ClientCalls.Consumed consumed = connection.admin().messages().consumeAt(
                    group.orElse(""), client.get(), message.offsetMessageId());
            return client.get() + " says " + consumed.consumeResult() + " after " + consumed.spentTimeMills() + " ms"
                    + (consumed.remark() == null ? "" : ": " + consumed.remark());
        }
        if (group.isPresent()) {
            SendReceipt receipt = connection.admin().messages().giveAgain(group.get(), message);
            return "group " + group.get() + " gets it again, stored in " + place(receipt);
        }
        SendReceipt receipt = connection.producer(GROUP).build().send(Message.copyOf(message).withTopic(to));
        return "sent again as " + receipt.messageId() + ", stored in " + place(receipt);
    }

    private static String place(SendReceipt receipt) {
        return receipt.queue().topic() + "/" + receipt.queue().brokerName() + "/" + receipt.queue().queueId() + "/"
                + receipt.queueOffset();
    }
}
