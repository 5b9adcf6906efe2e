package io.skylark.client.admin;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.QueryMessage;
import io.skylark.protocol.api.RecallMessage;
import io.skylark.protocol.api.ResumeCheck;
import io.skylark.protocol.api.ViewMessage;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Looks at single messages. A message whose body this client cannot read is a [MessageRejectedException].
public final class MessageAdmin {
    /// How brokers say that there is no message at a position; the code says no more than "failed".
    private static final String NOT_THERE = "can not find message by the offset";

    private static final int MAX_OF_ONE_ID = 32;
    private static final Instant LAST_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Servers servers;

    MessageAdmin(Servers servers) {
        this.servers = servers;
    }

    /// The message that a broker gave an id, [ReceivedMessage#offsetMessageId()]; empty when it is not there any more.
    ///
    /// @throws IllegalArgumentException when the id is none of a broker
    public Optional<ReceivedMessage> byOffsetId(String offsetMessageId) {
        OffsetMessageId id = OffsetMessageId.decode(offsetMessageId);
        String broker = id.storeHost().toString();
        Command request = ViewMessage.API.request(new ViewMessage.Request(id.position()));
        Command answer = servers.call(broker, request);
        String remark = answer.remark();
        if (answer.code() == ResponseCode.SYSTEM_ERROR && remark != null && remark.contains(NOT_THERE)) {
            return Optional.empty();
        }
        if (answer.code() != ResponseCode.SUCCESS) {
            throw RefusedException.of("Looking for message " + offsetMessageId, broker, request, answer);
        }
        StoredMessage message = StoredMessage.decode(answer.body().duplicate());
        return Optional.of(received(message, nameOf(broker)));
    }

    /// As [#byOffsetId(String)], without waiting.
    public CompletableFuture<Optional<ReceivedMessage>> byOffsetIdAsync(String offsetMessageId) {
        return servers.later(() -> byOffsetId(offsetMessageId));
    }

    private String nameOf(String address) {
        return servers.cluster().brokerAddrTable().values().stream()
                .filter(data -> data.brokerAddrs().containsValue(address))
                .map(data -> data.brokerName())
                .findFirst()
                .orElse(address);
    }

    private static ReceivedMessage received(StoredMessage message, String broker) {
        MessageQueue queue = new MessageQueue(message.topic(), broker, message.queueId());
        return ReceivedMessage.of(message, queue, 0, Map.of());
    }

    /// The message that its sender gave an id, [ReceivedMessage#messageId()]: the newest, when a retry stored it twice.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public Optional<ReceivedMessage> byId(String topic, String messageId) {
        List<ReceivedMessage> found = query(
                topic, messageId, true, MAX_OF_ONE_ID, Instant.MIN, Instant.MAX,
                message -> message.messageId().equals(messageId));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /// As [#byId(String, String)], without waiting.
    public CompletableFuture<Optional<ReceivedMessage>> byIdAsync(String topic, String messageId) {
        return servers.later(() -> byId(topic, messageId));
    }

    /// Messages of a topic with one of their keys, the oldest first.
    ///
    /// @param max of each broker
    /// @param from store time, inclusive
    /// @param until store time, inclusive
    /// @throws TopicNotFoundException when there is no such topic
    public List<ReceivedMessage> byKey(String topic, String key, int max, Instant from, Instant until) {
        return query(topic, key, false, max, from, until, message -> message.keys().contains(key));
    }

    /// As [#byKey(String, String, int, Instant, Instant)], without waiting.
    public CompletableFuture<List<ReceivedMessage>> byKeyAsync(
            String topic, String key, int max, Instant from, Instant until) {
        return servers.later(() -> byKey(topic, key, max, from, until));
    }

    /// As [#byKey(String, String, int, Instant, Instant)], of all times.
    public List<ReceivedMessage> byKey(String topic, String key, int max) {
        return byKey(topic, key, max, Instant.MIN, Instant.MAX);
    }

    /// As [#byKey(String, String, int)], without waiting.
    public CompletableFuture<List<ReceivedMessage>> byKeyAsync(String topic, String key, int max) {
        return servers.later(() -> byKey(topic, key, max));
    }

    private List<ReceivedMessage> query(String topic, String key, boolean isId, int max, Instant from, Instant until,
            Predicate<ReceivedMessage> wanted) {
        if (max < 1) {
            throw new IllegalArgumentException("at least 1 message has to be asked for, not " + max);
        }
        SortedMap<String, String> masters = Servers.masters(servers.route(topic).brokerDatas());
        Command request = QueryMessage.API.request(new QueryMessage.Request(
                topic, key, max, millis(from), millis(until), null));
        if (isId) {
            Map<String, String> fields = new HashMap<>(request.fields());
            fields.put(QueryMessage.UNIQUE_KEY_FIELD, "true");
            request = request.withFields(fields);
        }
        List<ReceivedMessage> found = new ArrayList<>();
        for (Map.Entry<String, String> master : masters.entrySet()) {
            Command answer = servers.call(master.getValue(), request);
            if (answer.code() == ResponseCode.QUERY_NOT_FOUND) {
                continue;
            }
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("Looking for " + key, master.getValue(), request, answer);
            }
            StoredMessage.decodeAll(answer.body().duplicate()).stream()
                    .map(message -> received(message, master.getKey()))
                    .filter(wanted) // brokers find by hashes
                    .forEach(found::add);
        }
        found.sort(Comparator.comparing(ReceivedMessage::storeTime));
        return List.copyOf(found);
    }

    /// What brokers take for a time: none is before 1970.
    private static long millis(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return time.isAfter(LAST_TIME) ? Long.MAX_VALUE : time.toEpochMilli();
    }

    /// Messages of a topic that were stored in a span of time, the oldest first.
    ///
    /// @param from store time, inclusive, as `until`
    /// @param max how many at most
    /// @throws TopicNotFoundException when there is no such topic
    public List<ReceivedMessage> byTime(String topic, Instant from, Instant until, int max) {
        return scan(topic, max).since(from, until);
    }

    /// As [#byTime(String, Instant, Instant, int)], without waiting.
    public CompletableFuture<List<ReceivedMessage>> byTimeAsync(String topic, Instant from, Instant until, int max) {
        return servers.later(() -> byTime(topic, from, until, max));
    }

    /// Reads what a topic holds now.
    ///
    /// @param max how many messages at most
    /// @throws TopicNotFoundException when there is no such topic
    public MessageScan scan(String topic, int max) {
        return new MessageScan(this, new TopicAdmin(servers).describe(topic).queues(), max);
    }

    /// As [#scan(String, int)], without waiting; what is asked of the scan waits.
    public CompletableFuture<MessageScan> scanAsync(String topic, int max) {
        return servers.later(() -> scan(topic, max));
    }

    /// The message at an offset of a queue; empty when there is none, or none any more.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public Optional<ReceivedMessage> at(MessageQueue queue, long offset) {
        SortedMap<String, String> masters = Servers.masters(servers.route(queue.topic()).brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        return servers.session().pool().await(() -> ask.message(queue, offset))
                .map(message -> received(message, queue.brokerName()));
    }

    /// As [#at(MessageQueue, long)], without waiting.
    public CompletableFuture<Optional<ReceivedMessage>> atAsync(MessageQueue queue, long offset) {
        return servers.later(() -> at(queue, offset));
    }

    /// Messages of a queue in their order, from an offset on or, when that is gone, from the first behind it; none at the
    /// end. Brokers answer as many as they see fit, 32 at most.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public List<ReceivedMessage> from(MessageQueue queue, long offset) {
        SortedMap<String, String> masters = Servers.masters(servers.route(queue.topic()).brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        return servers.session().pool().await(() -> ask.messages(queue, offset)).stream()
                .map(message -> received(message, queue.brokerName()))
                .toList();
    }

    /// Hands on what a queue holds from an offset on, up to its end as it was, as long as more is wanted.
    ///
    /// @param wantsMore gets a message
    void each(TopicQueue queue, long from, Predicate<ReceivedMessage> wantsMore) {
        long offset = from;
        while (offset < queue.maxOffset()) {
            List<ReceivedMessage> run = from(queue.queue(), offset);
            if (run.isEmpty() || !run.stream().allMatch(wantsMore)) {
                return;
            }
            offset = run.get(run.size() - 1).queueOffset() + 1;
        }
    }

    /// As [#from(MessageQueue, long)], without waiting.
    public CompletableFuture<List<ReceivedMessage>> fromAsync(MessageQueue queue, long offset) {
        return servers.later(() -> from(queue, offset));
    }

    /// The offset of the first message of a queue that was stored at a time or later.
    ///
    /// @throws TopicNotFoundException when there is no such topic
    public long offsetAt(MessageQueue queue, Instant time) {
        SortedMap<String, String> masters = Servers.masters(servers.route(queue.topic()).brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        return servers.session().pool().await(() -> ask.atTime(queue, millis(time)));
    }

    /// As [#offsetAt(MessageQueue, Instant)], without waiting.
    public CompletableFuture<Long> offsetAtAsync(MessageQueue queue, Instant time) {
        return servers.later(() -> offsetAt(queue, time));
    }

    /// Lets one consumer of a group consume a message now, whatever the offset of the group; the offset stays.
    ///
    /// @return what the consumer says
    /// @throws SkylarkException when the consumer is not there, or does not answer
    public ClientCalls.Consumed consumeAt(String group, String clientId, String offsetMessageId) {
        String broker = OffsetMessageId.decode(offsetMessageId).storeHost().toString();
        Command answer = servers.demand("Handing message " + offsetMessageId + " to " + clientId, broker,
                ClientCalls.CONSUME.request(new ClientCalls.Consume(group, clientId, offsetMessageId)));
        return Json.decode(answer.body(), ClientCalls.Consumed.class);
    }

    /// As [#consumeAt(String, String, String)], without waiting.
    public CompletableFuture<ClientCalls.Consumed> consumeAtAsync(
            String group, String clientId, String offsetMessageId) {
        return servers.later(() -> consumeAt(group, clientId, offsetMessageId));
    }

    /// Lets the producers of a transaction be asked about it from the beginning, also when it was given up.
    ///
    /// @param offsetMessageId that the broker gave the half message, or what became of it
    /// @throws SkylarkException when there is no such message
    public void checkAgain(String topic, String offsetMessageId) {
        String broker = OffsetMessageId.decode(offsetMessageId).storeHost().toString();
        servers.demand("Checking transaction " + offsetMessageId, broker,
                ResumeCheck.API.request(new ResumeCheck.Request(topic, offsetMessageId)));
    }

    /// As [#checkAgain(String, String)], without waiting.
    public CompletableFuture<Void> checkAgainAsync(String topic, String offsetMessageId) {
        return servers.doLater(() -> checkAgain(topic, offsetMessageId));
    }

    /// Gives a message that a group failed to consume to that group again, at once: stores a copy in the group's retry
    /// topic, where no other group sees it. It keeps its id, keys and properties, and begins with no failed attempt.
    ///
    /// @throws SkylarkException when no broker takes it, such as when the group never had a retry topic
    public SendReceipt giveAgain(String group, ReceivedMessage message) {
        return new RetryCopies(servers).send(group, message);
    }

    /// As [#giveAgain(String, ReceivedMessage)], without waiting.
    public CompletableFuture<SendReceipt> giveAgainAsync(String group, ReceivedMessage message) {
        return servers.later(() -> giveAgain(group, message));
    }

    /// Sends a message to one queue, once: what is not stored at the first attempt is an exception.
    ///
    /// @param group as whose message it is stored
    /// @throws TopicNotFoundException when there is no such topic
    public SendReceipt send(String group, MessageQueue queue, Message message) {
        return new QueueSends(servers).send(group, queue, message);
    }

    /// As [#send(String, MessageQueue, Message)], without waiting.
    public CompletableFuture<SendReceipt> sendAsync(String group, MessageQueue queue, Message message) {
        return servers.later(() -> send(group, queue, message));
    }

    /// Takes back a delayed message that consumers have not seen yet.
    ///
    /// @param handle from [SendReceipt#recallHandle()]
    /// @return false when it is too late, or the broker knows nothing of the message
    /// @throws SkylarkException when a broker refuses, such as one that has recalls switched off
    public boolean recall(String topic, String handle) {
        Command request = RecallMessage.API.request(new RecallMessage.Request(null, topic, handle));
        for (String broker : Servers.masters(servers.route(topic).brokerDatas()).values()) {
            Command answer = servers.call(broker, request);
            if (answer.code() == ResponseCode.SUCCESS) {
                return true;
            }
            if (answer.code() != ResponseCode.ILLEGAL_OPERATION) { // it waits at another broker, or nowhere
                throw RefusedException.of("Recalling a message of " + topic, broker, request, answer);
            }
        }
        return false;
    }

    /// As [#recall(String, String)], without waiting.
    public CompletableFuture<Boolean> recallAsync(String topic, String handle) {
        return servers.later(() -> recall(topic, handle));
    }

    /// What the groups that read its topic did with a message, by name.
    ///
    /// @throws TopicNotFoundException when the topic is gone
    public List<MessageTrack> track(ReceivedMessage message) {
        MessageQueue queue = message.queue();
        SortedMap<String, String> masters = Servers.masters(servers.route(queue.topic()).brokerDatas());
        QueueQuestions ask = new QueueQuestions(servers, masters);
        return Servers.each(new TopicAdmin(servers).groups(queue.topic()), group -> ask.stored(group, queue)
                .thenApply(offset -> new MessageTrack(group, state(offset, message.queueOffset()))));
    }

    /// As [#track(ReceivedMessage)], without waiting.
    public CompletableFuture<List<MessageTrack>> trackAsync(ReceivedMessage message) {
        return servers.later(() -> track(message));
    }

    private static MessageTrack.State state(OptionalLong groupOffset, long offset) {
        if (groupOffset.isEmpty()) {
            return MessageTrack.State.NOT_BEGUN;
        }
        return groupOffset.getAsLong() > offset ? MessageTrack.State.PASSED : MessageTrack.State.WAITING;
    }
}
