package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// Creates, changes, deletes, looks at and moves consumer groups.
public final class GroupAdmin {
    private final Servers servers;

    GroupAdmin(Servers servers) {
        this.servers = servers;
    }

    /// The names of all groups. Of brokers that do not tell, the groups that have a retry topic: those that consumed.
    public SortedSet<String> list() {
        SortedSet<String> groups = new TreeSet<>();
        boolean all = true;
        for (String broker : servers.masters().values()) {
            Optional<Command> answer = servers.ifOffered(
                    "The list of groups", broker, ConsumerGroup.ALL.request(Empty.EMPTY));
            answer.ifPresent(known -> groups.addAll(
                    Json.decode(known.body(), ConsumerGroup.Table.class).subscriptionGroupTable().keySet()));
            all &= answer.isPresent();
        }
        if (!all) {
            servers.topics().stream()
                    .filter(TopicNames::isRetry)
                    .forEach(topic -> groups.add(topic.substring(TopicNames.RETRY_PREFIX.length())));
        }
        return groups;
    }

    /// As [#list()], without waiting.
    public CompletableFuture<SortedSet<String>> listAsync() {
        return servers.later(this::list);
    }

    /// Creates a group as nobody configured it on every broker, or makes it so where it exists.
    public void create(String group) {
        create(GroupSettings.of(group));
    }

    /// As [#create(String)], without waiting.
    public CompletableFuture<Void> createAsync(String group) {
        return servers.doLater(() -> create(group));
    }

    /// Creates a group on every broker of every cluster, or changes it where it exists.
    ///
    /// @throws SkylarkException when a broker refuses it or cannot be reached; others may have it already
    public void create(GroupSettings settings) {
        Command request = ConsumerGroup.UPDATE.request(
                Empty.EMPTY, ByteBuffer.wrap(Json.encode(settings.onWire())));
        for (String broker : servers.masters().values()) {
            servers.demand("Creating group " + settings.name(), broker, request);
        }
    }

    /// As [#create(GroupSettings)], without waiting.
    public CompletableFuture<Void> createAsync(GroupSettings settings) {
        return servers.doLater(() -> create(settings));
    }

    /// Creates a group, or changes it where it exists, to have exactly these settings.
    ///
    /// @throws SkylarkException as [#create(GroupSettings)]
    public void put(ConsumerGroup.Settings settings) {
        Command request = ConsumerGroup.UPDATE.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(settings)));
        for (String broker : servers.masters().values()) {
            servers.demand("Changing group " + settings.groupName(), broker, request);
        }
    }

    /// As [#put(Settings)], without waiting.
    public CompletableFuture<Void> putAsync(ConsumerGroup.Settings settings) {
        return servers.doLater(() -> put(settings));
    }

    /// The settings of all groups, by group, and there by broker.
    ///
    /// @throws SkylarkException when a broker does not tell
    public SortedMap<String, SortedMap<String, ConsumerGroup.Settings>> settings() {
        SortedMap<String, SortedMap<String, ConsumerGroup.Settings>> all = new TreeMap<>();
        servers.masters().forEach((name, broker) -> table(broker).subscriptionGroupTable().forEach(
                (group, settings) -> all.computeIfAbsent(group, any -> new TreeMap<>()).put(name, settings)));
        return all;
    }

    private ConsumerGroup.Table table(String broker) {
        Command answer = servers.demand("The list of groups", broker, ConsumerGroup.ALL.request(Empty.EMPTY));
        return Json.decode(answer.body(), ConsumerGroup.Table.class);
    }

    /// The topics that groups may not read, by group, and there by broker.
    ///
    /// @throws SkylarkException when a broker does not tell
    public SortedMap<String, SortedMap<String, SortedSet<String>>> forbidden() {
        SortedMap<String, SortedMap<String, SortedSet<String>>> all = new TreeMap<>();
        servers.masters().forEach((name, broker) -> table(broker).forbiddenTable().forEach((group, topics) ->
                topics.forEach((topic, bits) -> {
                    if (Permission.isReadable(bits)) {
                        all.computeIfAbsent(group, any -> new TreeMap<>())
                                .computeIfAbsent(name, any -> new TreeSet<>())
                                .add(topic);
                    }
                })));
        return all;
    }

    /// As [#forbidden()], without waiting.
    public CompletableFuture<SortedMap<String, SortedMap<String, SortedSet<String>>>> forbiddenAsync() {
        return servers.later(this::forbidden);
    }

    /// Forbids a group to read a topic.
    ///
    /// @throws SkylarkException when a broker refuses it or cannot be reached; others may have it already
    public void forbid(String group, String topic) {
        checkGroup(group);
        Command request = ConsumerGroup.FORBID.request(new ConsumerGroup.Forbid(group, topic, false));
        for (String broker : servers.masters().values()) {
            servers.demand("Forbidding group " + group + " to read " + topic, broker, request);
        }
    }

    /// As [#forbid(String, String)], without waiting.
    public CompletableFuture<Void> forbidAsync(String group, String topic) {
        return servers.doLater(() -> forbid(group, topic));
    }

    /// As [#settings()], without waiting.
    public CompletableFuture<SortedMap<String, SortedMap<String, ConsumerGroup.Settings>>> settingsAsync() {
        return servers.later(this::settings);
    }

    /// What a member says of itself; empty when no broker knows it.
    ///
    /// @param stacks whether it is to say what its threads are doing
    public Optional<ClientCalls.Running> running(String group, String clientId, boolean stacks) {
        checkGroup(group);
        Command request = ClientCalls.RUNNING_STATE.request(new ClientCalls.RunningState(group, clientId, stacks));
        for (String broker : servers.masters().values()) {
            Command answer = servers.call(broker, request);
            if (answer.code() == ResponseCode.SUCCESS) {
                return Optional.of(Json.decode(answer.body(), ClientCalls.Running.class));
            }
            boolean elsewhere = answer.code() == ResponseCode.SYSTEM_ERROR && !RefusedException.isDenial(answer);
            if (!elsewhere) {
                throw RefusedException.of("Asking " + clientId, broker, request, answer);
            }
        }
        return Optional.empty();
    }

    /// As [#running(String, String, boolean)], without waiting.
    public CompletableFuture<Optional<ClientCalls.Running>> runningAsync(
            String group, String clientId, boolean stacks) {
        return servers.later(() -> running(group, clientId, stacks));
    }

    /// Deletes a group with its offsets on every broker. Its retry topic and its dead letters stay.
    public void delete(String group) {
        checkGroup(group);
        Command request = ConsumerGroup.DELETE.request(new ConsumerGroup.Delete(group, true));
        for (String broker : servers.masters().values()) {
            servers.demand("Deleting group " + group, broker, request);
        }
    }

    /// As [#delete(String)], without waiting.
    public CompletableFuture<Void> deleteAsync(String group) {
        return servers.doLater(() -> delete(group));
    }

    static void checkGroup(String group) {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
    }

    /// Who consumes for a group now, and what.
    public GroupMembers members(String group) {
        checkGroup(group);
        return new MemberQuestions(servers).members(group);
    }

    /// As [#members(String)], without waiting.
    public CompletableFuture<GroupMembers> membersAsync(String group) {
        return servers.later(() -> members(group));
    }

    /// How far a group is in all its topics, its retry topic among them: those that its members subscribe to, or, while
    /// it has none, those in which it has offsets. With brokers that do not offer this question every topic of the
    /// cluster is looked at when nobody of the group is there. A group that nobody created and that never consumed has no
    /// queues.
    public GroupProgress progress(String group) {
        checkGroup(group);
        return new ProgressQuestions(servers).progress(group);
    }

    /// As [#progress(String)], without waiting.
    public CompletableFuture<GroupProgress> progressAsync(String group) {
        return servers.later(() -> progress(group));
    }

    /// How far a group is in one topic.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public GroupProgress progress(String group, String topic) {
        checkGroup(group);
        return new GroupProgress(group, new ProgressQuestions(servers).ofTopic(group, topic));
    }

    /// As [#progress(String, String)], without waiting.
    public CompletableFuture<GroupProgress> progressAsync(String group, String topic) {
        return servers.later(() -> progress(group, topic));
    }

    /// Where [#reset(String, String, ResetTo)] would move a group. Changes nothing.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public List<OffsetMove> previewReset(String group, String topic, ResetTo target) {
        checkGroup(group);
        return new OffsetMoves(servers).preview(group, topic, target);
    }

    /// As [#previewReset(String, String, ResetTo)], without waiting.
    public CompletableFuture<List<OffsetMove>> previewResetAsync(String group, String topic, ResetTo target) {
        return servers.later(() -> previewReset(group, topic, target));
    }

    /// Moves a group in all queues of a topic. Members that are there go on elsewhere at once; messages that they have
    /// already may still be consumed.
    ///
    /// @return what was moved
    /// @throws TopicNotFoundException when there is no such topic
    /// @throws SkylarkException when a broker refuses it, such as for a group that does not exist; on others it may be
    ///     done
    public List<OffsetMove> reset(String group, String topic, ResetTo target) {
        checkGroup(group);
        return new OffsetMoves(servers).reset(group, topic, target);
    }

    /// As [#reset(String, String, ResetTo)], without waiting.
    public CompletableFuture<List<OffsetMove>> resetAsync(String group, String topic, ResetTo target) {
        return servers.later(() -> reset(group, topic, target));
    }

    /// Moves a group in one queue.
    ///
    /// @throws IllegalStateException when members of the group are there and the broker is too old to tell them
    /// @throws SkylarkException when the broker refuses it, such as for an offset that the queue does not have
    public OffsetMove reset(String group, MessageQueue queue, long offset) {
        checkGroup(group);
        return new OffsetMoves(servers).reset(group, queue, offset);
    }

    /// As [#reset(String, MessageQueue, long)], without waiting.
    public CompletableFuture<OffsetMove> resetAsync(String group, MessageQueue queue, long offset) {
        return servers.later(() -> reset(group, queue, offset));
    }

    /// Lets a group go on where another is.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public void cloneOffsets(String fromGroup, String toGroup, String topic) {
        checkGroup(fromGroup);
        checkGroup(toGroup);
        SortedMap<String, String> masters = Servers.masters(servers.route(topic).brokerDatas());
        Command request = OffsetReset.CLONE.request(new OffsetReset.Clone(fromGroup, toGroup, topic, true));
        for (Map.Entry<String, String> master : masters.entrySet()) {
            servers.demand("Cloning the offsets of group " + fromGroup, master.getValue(), request);
        }
    }

    /// As [#cloneOffsets(String, String, String)], without waiting.
    public CompletableFuture<Void> cloneOffsetsAsync(String fromGroup, String toGroup, String topic) {
        return servers.doLater(() -> cloneOffsets(fromGroup, toGroup, topic));
    }
}
