package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.SendReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark message send TOPIC BODY`
@Command(
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: skylark message send orders '{\"id\":7}' --tag created --key 7",
            "         skylark message send reminders 'call back' --delay 2h"
        })
final class MessageSend implements Callable<Integer> {
    private static final String GROUP = "skylark-cli";
    private static final String STDIN = "-";

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "created when it does not exist, if the broker allows")
    private String topic = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "BODY", description = "text of the message; - reads it from stdin")
    private Optional<String> body = Optional.empty();

    @Option(names = "--file", paramLabel = "FILE", description = "the body is what this file holds")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "the word that consumers filter by")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "a word to find the message by; may be repeated")
    private List<String> keys = List.of();

    @Option(names = "--property", paramLabel = "NAME=VALUE", description = "a property; may be repeated")
    private Map<String, String> properties = Map.of();

    @Option(names = "--sharding-key", paramLabel = "KEY",
            description = "messages with the same go to the same queue, and keep their order there")
    private Optional<String> shardingKey = Optional.empty();

    @ArgGroup
    private Later later = new Later();

    private static final class Later {
        @Option(names = "--delay", paramLabel = "TIME", description = "consumers see it that much later: 90s, 2h, 3d")
        private Optional<Duration> delay = Optional.empty();

        @Option(names = "--at", paramLabel = "TIME", description = "consumers see it at this time: '2026-11-22 08:00'")
        private Optional<Instant> time = Optional.empty();

        @Option(names = "--delay-level", paramLabel = "N", description = "consumers see it after this level of the broker's")
        private Optional<Integer> level = Optional.empty();
    }

    @Override
    public Integer call() throws IOException {
        Message message = message();
        try (SkylarkClient client = cluster.connect()) {
            print(client.producer(GROUP).build().send(message));
        }
        return 0;
    }

    private Message message() throws IOException {
        Message message = Message.of(topic, body());
        message = tag.isPresent() ? message.withTag(tag.get()) : message;
        message = keys.isEmpty() ? message : message.withKeys(keys.toArray(String[]::new));
        message = shardingKey.isPresent() ? message.withShardingKey(shardingKey.get()) : message;
        message = later.delay.isPresent() ? message.withDelay(later.delay.get()) : message;
        message = later.time.isPresent() ? message.withDeliveryTime(later.time.get()) : message;
        message = later.level.isPresent() ? message.withDelayLevel(later.level.get()) : message;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message = message.withProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    private byte[] body() throws IOException {
        if (file.isPresent() == body.isPresent()) {
            throw CommandException.usage("a body is needed, in one way: as a word, as - for stdin, or with --file");
        }
        if (file.isPresent()) {
            return Files.readAllBytes(file.get());
        }
        return STDIN.equals(body.get()) ? System.in.readAllBytes() : body.get().getBytes(StandardCharsets.UTF_8);
    }

    private void print(SendReceipt receipt) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", receipt.messageId());
        tree.put("offsetId", receipt.offsetMessageId());
        tree.put("status", receipt.status().name());
        tree.put("topic", topic);
        tree.put("broker", receipt.queue().brokerName());
        tree.put("queue", receipt.queue().queueId());
        tree.put("offset", receipt.queueOffset());
        Optional<String> handle = Optional.ofNullable(receipt.recallHandle());
        handle.ifPresent(value -> tree.put("recallHandle", value));
        output.tree(tree, () -> {
            output.out().printf("stored on %s, queue %d, offset %d, id %s%n", receipt.queue().brokerName(),
                    receipt.queue().queueId(), receipt.queueOffset(), receipt.messageId());
            handle.ifPresent(value -> output.out().println("to take it back: skylark delay cancel " + topic + " " + value));
        });
    }
}
