package io.skylark.cli.mqadmin;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Assignments;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.GroupRetryPolicy;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Commands that create, change and delete consumer groups.
final class GroupChanges {
    private static final int RETRY_TIMES = 16;
    private static final int TIMEOUT_MINUTES = 15;

    private GroupChanges() {}

    static void update(Call call) {
        Options options = call.options();
        if (!options.has("b") && !options.has("c")) {
            call.printHelp();
            return;
        }
        ConsumerGroup.Settings settings = settings(options);
        Command request = ConsumerGroup.UPDATE.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(settings)));
        boolean one = options.has("b");
        for (String address : one ? List.of(options.need("b")) : call.brokers().masters(options.need("c"))) {
            try {
                call.servers().demand("Creating group " + settings.groupName(), address, request);
                call.print("create subscription group to %s success.%n", address);
            } catch (SkylarkException refused) {
                if (one) {
                    throw refused;
                }
                // the other brokers of the cluster are worth a try
                call.err().println("mqadmin: " + refused.getMessage());
            }
        }
        call.print("%s", GroupText.of(settings));
    }

    private static ConsumerGroup.Settings settings(Options options) {
        GroupRetryPolicy policy = options.text("p")
                .map(json -> (GroupRetryPolicy) Json.decode(
                        json.getBytes(StandardCharsets.UTF_8), GroupRetryPolicy.class))
                .orElse(GroupRetryPolicy.STANDARD);
        return new ConsumerGroup.Settings(
                options.need("g"), options.flag("s", true), options.flag("d", false), options.flag("o", false),
                options.count("q", 1), options.count("r", RETRY_TIMES), options.flag("a", true), 0,
                options.flag("m", false), options.number("i", 0), options.number("w", 1), TIMEOUT_MINUTES, policy, null,
                TopicChanges.attributes(options.text("attributes", "")));
    }

    static void updateList(Call call) {
        Optional<ByteBuffer> body = TopicChanges.batch(call, "groupConfigList");
        if (body.isEmpty()) {
            return;
        }
        boolean one = call.options().has("b");
        for (String address : TopicChanges.addresses(call)) {
            call.servers().demand("Creating groups", address,
                    ConsumerGroup.UPDATE_ALL.request(Empty.EMPTY, body.get().duplicate()));
            call.print("submit batch of %s config to %s success, please check the result later.%n",
                    one ? "group" : "subscription group", address);
        }
        if (!one) {
            call.printHelp();
        }
    }

    static void delete(Call call) {
        Options options = call.options();
        String group = options.need("g");
        Command request = ConsumerGroup.DELETE.request(new ConsumerGroup.Delete(group, options.flag("r", false)));
        if (options.has("b")) {
            String address = options.need("b");
            call.servers().demand("Deleting group " + group, address, request);
            call.print("delete subscription group [%s] from broker [%s] success.%n", group, address);
        } else if (options.has("c")) {
            String cluster = options.need("c");
            for (String address : call.brokers().masters(cluster)) {
                call.servers().demand("Deleting group " + group, address, request);
                call.print("delete subscription group [%s] from broker [%s] in cluster [%s] success.%n",
                        group, address, cluster);
            }
            deleteTopics(call, group, cluster);
        } else {
            call.printHelp();
        }
    }

    /// With a cluster, the retry topic and the dead letters of the group go too.
    private static void deleteTopics(Call call, String group, String cluster) {
        for (String topic : List.of(TopicNames.retryTopic(group), TopicNames.deadLetterTopic(group))) {
            for (String address : call.brokers().masters(cluster)) {
                call.servers().demand("Deleting topic " + topic, address,
                        Topics.DELETE_IN_BROKER.request(new Topics.Delete(topic, null)));
            }
            OrderConf.everywhere(call, "Deleting topic " + topic,
                    Topics.DELETE_IN_NAME_SERVER.request(new Topics.Delete(topic, cluster)));
        }
    }

    static void setMode(Call call) {
        Options options = call.options();
        String word = options.need("m");
        Assignments.Mode mode;
        try {
            mode = Assignments.Mode.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + word + "' is no mode: write PULL or POP", e);
        }
        if (!options.has("b") && !options.has("c")) {
            call.printHelp();
            return;
        }
        int shares = options.count("q", 0);
        Assignments.SetMode request =
                new Assignments.SetMode(options.need("t"), options.need("g"), mode, shares);
        for (String address : TopicChanges.addresses(call)) {
            call.servers().demand("Setting the mode of group " + request.consumerGroup(), address,
                    Assignments.SET_MODE.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(request))));
            call.print("set consume mode to %s success.%n", address);
        }
        call.print("topic[%s] group[%s] consume mode[%s] popShareQueueNum[%d]",
                request.topic(), request.consumerGroup(), mode, shares);
    }

    static void cloneOffsets(Call call) {
        Options options = call.options();
        String from = options.need("s");
        String to = options.need("d");
        String topic = options.need("t");
        if (!call.admin().groups().list().contains(to)) {
            throw new IllegalArgumentException("Group " + to + " does not exist: create it with updateSubGroup");
        }
        Map<String, String> masters = Brokers.byName(ConnectionCommands.route(call, from).brokerDatas());
        for (String address : masters.values()) {
            call.servers().demand("Cloning the offsets of group " + from, address, OffsetReset.CLONE.request(
                    new OffsetReset.Clone(from, to, topic, options.flag("o", true))));
        }
        call.print("clone group offset success. srcGroup[%s], destGroup=[%s], topic[%s]", from, to, topic);
    }
}
