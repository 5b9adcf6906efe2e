package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Creates, changes, deletes and looks at topics.
public final class TopicAdmin {
    private final Servers servers;

    TopicAdmin(Servers servers) {
        this.servers = servers;
    }

    /// The names of all topics, the system's own among them.
    public SortedSet<String> list() {
        return servers.topics();
    }

    /// As [#list()], without waiting.
    public CompletableFuture<SortedSet<String>> listAsync() {
        return servers.later(this::list);
    }

    /// As [#create(TopicSettings)], with so many queues on each broker.
    ///
    /// @throws IllegalArgumentException when it would have no queue
    public void create(String topic, int queues) {
        if (queues < 1) {
            throw new IllegalArgumentException("topic " + topic + " needs at least 1 queue, not " + queues);
        }
        create(TopicSettings.of(topic).withQueues(queues));
    }

    /// As [#create(String, int)], without waiting.
    public CompletableFuture<Void> createAsync(String topic, int queues) {
        return servers.doLater(() -> create(topic, queues));
    }

    /// Creates a topic on every broker of every cluster, or changes it where it exists.
    ///
    /// @throws SkylarkException when a broker refuses it or cannot be reached; others may have it already
    public void create(TopicSettings settings) {
        String attributes = settings.type().map(type -> "+message.type=" + type).orElse(null);
        Command request = Topics.CREATE.request(new Topics.Create(
                settings.name(), TopicNames.AUTO_CREATE, settings.readQueues(), settings.writeQueues(),
                settings.permission(), "SINGLE_TAG", 0, settings.ordered(), attributes));
        for (String broker : servers.masters().values()) {
            servers.demand("Creating topic " + settings.name(), broker, request);
        }
    }

    /// As [#create(TopicSettings)], without waiting.
    public CompletableFuture<Void> createAsync(TopicSettings settings) {
        return servers.doLater(() -> create(settings));
    }

    /// Creates a topic, or changes it where it exists, to have exactly these settings; attributes that are not named
    /// stay.
    ///
    /// @throws SkylarkException as [#create(TopicSettings)]
    public void put(TopicConfig config) {
        String attributes = new TreeMap<>(config.attributes()).entrySet().stream()
                .map(each -> "+" + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
        Command request = Topics.CREATE.request(new Topics.Create(
                config.topicName(), TopicNames.AUTO_CREATE, config.readQueueNums(), config.writeQueueNums(),
                config.perm(), config.topicFilterType(), config.topicSysFlag(), config.order(),
                attributes.isEmpty() ? null : attributes));
        for (String broker : servers.masters().values()) {
            servers.demand("Changing topic " + config.topicName(), broker, request);
        }
    }

    /// As [#put(TopicConfig)], without waiting.
    public CompletableFuture<Void> putAsync(TopicConfig config) {
        return servers.doLater(() -> put(config));
    }

    /// The settings of a topic by broker, of those that have it. Of a broker that does not tell, what its name server
    /// knows: no attributes, and not whether it is ordered.
    ///
    /// @throws SkylarkException when a broker refuses for another reason
    public SortedMap<String, TopicConfig> settings(String topic) {
        Command request = Topics.SETTINGS.request(new Topics.Name(topic));
        SortedMap<String, TopicConfig> settings = new TreeMap<>();
        servers.masters().forEach((name, broker) -> {
            Command answer = servers.call(broker, request);
            if (answer.code() == ResponseCode.SUCCESS) {
                settings.put(name, Json.decode(answer.body(), TopicConfig.class));
            } else if (answer.code() == ResponseCode.REQUEST_CODE_NOT_SUPPORTED) {
                registered(topic, name).ifPresent(config -> settings.put(name, config));
            } else if (answer.code() != ResponseCode.TOPIC_NOT_EXIST) {
                throw RefusedException.of("The settings of topic " + topic, broker, request, answer);
            }
        });
        return settings;
    }

    /// As [#settings(String)], without waiting.
    public CompletableFuture<SortedMap<String, TopicConfig>> settingsAsync(String topic) {
        return servers.later(() -> settings(topic));
    }

    private Optional<TopicConfig> registered(String topic, String broker) {
        try {
            return servers.route(topic).queueDatas().stream()
                    .filter(data -> data.brokerName().equals(broker))
                    .findFirst()
                    .map(data -> new TopicConfig(topic, data.readQueueNums(), data.writeQueueNums(), data.perm(), null,
                            data.topicSysFlag(), false, Map.of()));
        } catch (TopicNotFoundException nowhere) {
            return Optional.empty();
        }
    }

    /// Where a topic is, as a name server tells clients.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public TopicRoute route(String topic) {
        return servers.route(topic);
    }

    /// As [#route(String)], without waiting.
    public CompletableFuture<TopicRoute> routeAsync(String topic) {
        return servers.later(() -> route(topic));
    }

    /// Deletes a topic with its messages, on every broker and at every name server.
    ///
    /// @throws MessageRejectedException when the name is not legal
    public void delete(String topic) {
        String fault = TopicNames.topicFault(topic);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
        String what = "Deleting topic " + topic;
        for (String broker : servers.masters().values()) {
            servers.demand(what, broker, Topics.DELETE_IN_BROKER.request(new Topics.Delete(topic, null)));
        }
        Command request = Topics.DELETE_IN_NAME_SERVER.request(new Topics.Delete(topic, null));
        for (String nameServer : servers.session().nameServers().addresses()) {
            servers.demand(what, nameServer, request);
        }
    }

    /// As [#delete(String)], without waiting.
    public CompletableFuture<Void> deleteAsync(String topic) {
        return servers.doLater(() -> delete(topic));
    }

    /// Where a topic is, and what its queues hold.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public TopicDescription describe(String topic) {
        TopicRoute route = servers.route(topic);
        SortedMap<String, String> masters = Servers.masters(route.brokerDatas());
        List<TopicDescription.OnBroker> brokers = new ArrayList<>();
        List<TopicQueue> queues = new ArrayList<>();
        route.queueDatas().stream().sorted(Comparator.comparing(QueueData::brokerName)).forEach(data -> {
            String address = masters.get(data.brokerName());
            brokers.add(new TopicDescription.OnBroker(
                    data.brokerName(), data.readQueueNums(), data.writeQueueNums(),
                    Permission.isReadable(data.perm()), Permission.isWriteable(data.perm()),
                    address == null ? Map.of() : attributes(topic, address)));
            if (address != null) {
                queues.addAll(queues(topic, data, address));
            }
        });
        return new TopicDescription(topic, List.copyOf(brokers), List.copyOf(queues));
    }

    /// As [#describe(String)], without waiting.
    public CompletableFuture<TopicDescription> describeAsync(String topic) {
        return servers.later(() -> describe(topic));
    }

    private Map<String, String> attributes(String topic, String broker) {
        return servers.ifOffered("The settings of topic " + topic, broker,
                        Topics.SETTINGS.request(new Topics.Name(topic)))
                .map(answer -> Json.decode(answer.body(), TopicConfig.class).attributes())
                .orElse(Map.of());
    }

    private List<TopicQueue> queues(String topic, QueueData data, String broker) {
        Optional<Command> stats = servers.ifOffered(
                "The queues of topic " + topic, broker, Topics.STATS.request(new Topics.Name(topic)));
        if (stats.isEmpty()) {
            return queuesOneByOne(topic, data, broker);
        }
        List<TopicQueue> queues = new ArrayList<>();
        new TreeMap<>(Json.decode(stats.get().body(), Topics.Stats.class).offsetTable()).forEach((queue, state) ->
                queues.add(new TopicQueue(
                        queue, Math.max(state.minOffset(), 0), Math.max(state.maxOffset(), 0),
                        state.lastUpdateTimestamp() > 0
                                ? Optional.of(Instant.ofEpochMilli(state.lastUpdateTimestamp()))
                                : Optional.empty())));
        return queues;
    }

    private List<TopicQueue> queuesOneByOne(String topic, QueueData data, String broker) {
        QueueQuestions ask = new QueueQuestions(servers, Map.of(data.brokerName(), broker));
        return Servers.each(ProgressQuestions.queues(topic, data), ask::state);
    }

    /// The groups that read a topic: those that are there now, and those that have offsets in it.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public SortedSet<String> groups(String topic) {
        SortedMap<String, String> masters = Servers.masters(servers.route(topic).brokerDatas());
        Command request = Topics.GROUPS.request(new Topics.Name(topic));
        SortedSet<String> groups = new TreeSet<>();
        for (Map.Entry<String, String> master : masters.entrySet()) {
            Optional<Command> answer = servers.ifOffered("The groups of topic " + topic, master.getValue(), request);
            if (answer.isPresent()) {
                groups.addAll(Json.decode(answer.get().body(), Topics.Groups.class).groupList());
            } else {
                groups.addAll(groupsOneByOne(topic));
                break;
            }
        }
        return groups;
    }

    /// As [#groups(String)], without waiting.
    public CompletableFuture<SortedSet<String>> groupsAsync(String topic) {
        return servers.later(() -> groups(topic));
    }

    private SortedSet<String> groupsOneByOne(String topic) {
        GroupAdmin all = new GroupAdmin(servers);
        SortedSet<String> groups = new TreeSet<>();
        for (String group : all.list()) {
            boolean started = all.progress(group, topic).queues().stream()
                    .anyMatch(queue -> queue.consumerOffset().isPresent());
            if (started || all.members(group).subscriptions().containsKey(topic)) {
                groups.add(group);
            }
        }
        return groups;
    }
}
