package io.skylark.cli;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.SendReceipt;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark message send TOPIC BODY`
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Send one message and print where it was stored.",
        footer = {"", "Example: skylark message send orders '{\"id\":7}' --tag created --key 7"})
final class SendCommand implements Callable<Integer> {
    private static final String GROUP = "skylark-cli";
    private static final String STDIN = "-";

    @Mixin
    private Cluster cluster = new Cluster();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "created when it does not exist, if the broker allows")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "BODY", description = "text of the message; - reads it from stdin")
    private String body = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "the word that consumers filter by")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "a word to find the message by; may be repeated")
    private List<String> keys = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Message message = STDIN.equals(body) ? Message.of(topic, System.in.readAllBytes()) : Message.of(topic, body);
        if (tag.isPresent()) {
            message = message.withTag(tag.get());
        }
        if (!keys.isEmpty()) {
            message = message.withKeys(keys.toArray(String[]::new));
        }
        try (SkylarkClient client = cluster.connect()) {
            SendReceipt receipt = client.producer(GROUP).build().send(message);
            spec.commandLine().getOut().printf(
                    "stored on %s, queue %d, offset %d, id %s%n", receipt.queue().brokerName(),
                    receipt.queue().queueId(), receipt.queueOffset(), receipt.messageId());
        }
        return 0;
    }
}
