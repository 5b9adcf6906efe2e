package io.skylark.client;

import io.skylark.message.BatchBody;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.Properties;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.RecallMessage;
import io.skylark.protocol.api.Reply;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A broker in memory, as much of one as the client's tests need: messages by queue, held pulls, offsets, members. It
/// does not filter, so that clients have to. Guarded by its own lock.
public final class FakeBroker implements AutoCloseable {
    private record Held(FakeServer.Peer peer, Command request, String queue, long offset) {}

    private final String name;
    private final FakeServer server = new FakeServer(this::handle);
    private final Map<String, List<byte[]>> queues = new TreeMap<>();
    private final Map<String, Long> offsets = new TreeMap<>();
    private final Map<String, Set<String>> members = new TreeMap<>();
    private final Map<MessageQueue, String> locks = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<EndTransaction.Request> ends = new ArrayList<>();
    private long position;
    private volatile int ignored = -1;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Function<Command, @Nullable Command> instead = request -> null;

    public FakeBroker(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public FakeServer server() {
        return server;
    }

    /// What is answered in place of the ordinary; null for the ordinary.
    public void instead(Function<Command, @Nullable Command> answer) {
        instead = answer;
    }

    /// Never answers a code.
    public void ignore(int code) {
        ignored = code;
    }

    public synchronized Map<String, Long> offsets() {
        return new TreeMap<>(offsets);
    }

    /// Stores an offset of a group, as a tool does.
    public synchronized void commit(String group, MessageQueue queue, long offset) {
        offsets.put(group + "@" + queue.topic() + "/" + queue.queueId(), offset);
    }

    public synchronized Set<String> members(String group) {
        return new TreeSet<>(members.getOrDefault(group, Set.of()));
    }

    /// The messages of a topic, in all queues.
    public synchronized List<StoredMessage> stored(String topic) {
        List<StoredMessage> all = new ArrayList<>();
        queues.forEach((queue, messages) -> {
            if (queue.startsWith(topic + "/")) {
                messages.forEach(message -> all.add(StoredMessage.decode(ByteBuffer.wrap(message))));
            }
        });
        return all;
    }

    /// Tells every connection that the members of a group changed.
    public void notifyMembers(String group) {
        tell(ConsumerGroup.CHANGED.oneway(new ConsumerGroup.Group(group), Command.NO_BODY));
    }

    /// Sends a request to every client.
    public void tell(Command request) {
        server.peers().stream().filter(peer -> !peer.isClosed()).forEach(peer -> peer.send(request));
    }

    /// Lets a client that is not there join a group.
    public synchronized void join(String group, String clientId) {
        members.computeIfAbsent(group, any -> new TreeSet<>()).add(clientId);
    }

    /// From now on sends wait, unanswered and in order, until [#release()].
    public void holdSends() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    private void handle(FakeServer.Peer peer, Command request) {
        try {
            if (request.code() == SendMessage.V2 || request.code() == SendMessage.BATCH) {
                gate.await();
            }
            process(peer, request);
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    private synchronized void process(FakeServer.Peer peer, Command request) {
        if (request.code() == ignored || request.isResponse()) {
            return;
        }
        Command special = instead.apply(request);
        Command answer = special == null ? answer(peer, request) : special;
        if (answer != null && !request.isOneway()) {
            peer.answer(request, answer);
        }
    }

    private @Nullable Command answer(FakeServer.Peer peer, Command request) {
        return switch (request.code()) {
            case SendMessage.V2 -> send(request);
            case SendMessage.BATCH -> sendBatch(request);
            case Reply.V2 -> reply(request);
            case 37 -> endTransaction(request);
            case 370 -> recall(request);
            case PullMessage.CODE -> pull(peer, request);
            case 14 -> storedOffset(request);
            case 15 -> commit(request);
            case 30 -> QueueOffsets.MAX.success(new QueueOffsets.Offset(
                    queue(QueueOffsets.MAX.decodeRequest(request).topic(), request).size()));
            case 31 -> QueueOffsets.MIN.success(new QueueOffsets.Offset(0));
            case 34 -> heartbeat(request);
            case 35 -> leave(request);
            case 36 -> sendBack(request);
            case 38 -> membersOf(request);
            case 41 -> lock(request);
            case 42 -> unlock(request);
            case 17 -> Topics.CREATE.success(Empty.EMPTY).withFields(Map.of());
            default -> Command.response(ResponseCode.SUCCESS, null);
        };
    }

    private List<byte[]> queue(String topic, Command request) {
        String id = request.field("queueId") == null ? request.field("e") : request.field("queueId");
        return queues.computeIfAbsent(topic + "/" + id, any -> new ArrayList<>());
    }

    private Command send(Command request) {
        SendMessage.Request header = SendMessage.API.decodeRequest(request);
        String properties = header.properties() == null ? "" : header.properties();
        long offset = store(header.topic(), header.queueId(), header.sysFlag(), 0, request.body(), properties);
        String id = OffsetMessageId.encode(host(), position - 1);
        Map<String, String> all = Properties.decode(properties);
        String handle = all.containsKey("TIMER_DELAY_MS") ? "handle-" + all.get("UNIQ_KEY") : null;
        return SendMessage.API.success(new SendMessage.Response(id, header.queueId(), offset, null, null, handle));
    }

    private Command sendBatch(Command request) {
        SendMessage.Request header = SendMessage.BATCH_API.decodeRequest(request);
        List<String> ids = new ArrayList<>();
        long first = queue(header.topic(), request).size();
        for (BatchBody.Inner inner : BatchBody.split(request.body())) {
            String properties = StandardCharsets.UTF_8.decode(inner.properties()).toString();
            store(header.topic(), header.queueId(), header.sysFlag(), 0, inner.body(), properties);
            ids.add(OffsetMessageId.encode(host(), position - 1));
        }
        return SendMessage.BATCH_API.success(
                new SendMessage.Response(String.join(",", ids), header.queueId(), first, null, null, null));
    }

    private Command endTransaction(Command request) {
        EndTransaction.Request end = EndTransaction.API.decodeRequest(request);
        ends.add(end);
        return EndTransaction.API.success(Empty.EMPTY);
    }

    /// How transactions were ended, in order.
    public synchronized List<EndTransaction.Request> ends() {
        return List.copyOf(ends);
    }

    /// Hands a reply to every client.
    private Command reply(Command request) {
        SendMessage.Request header = Reply.SEND.decodeRequest(request);
        push(String.valueOf(header.properties()), request.bodyBytes());
        return Reply.SEND.success(new SendMessage.Response("", 0, 0, null, null, null));
    }

    /// Pushes a reply to every client.
    ///
    /// @param properties encoded
    public void push(String properties, byte[] body) {
        Reply.Push push = new Reply.Push("g", "C_REPLY_TOPIC", null, 1, 0, 0, 1, 0, properties, 0, false,
                "127.0.0.1:1", "127.0.0.1:2", 2);
        server.peers().stream()
                .filter(peer -> !peer.isClosed())
                .forEach(peer -> peer.send(Reply.PUSH.request(push, ByteBuffer.wrap(body))));
    }

    /// Asks every client what became of a transaction.
    public void askAbout(StoredMessage half, String group) {
        ask(half, group, new CheckTransaction.Request(
                half.topic(), half.queueOffset(), half.position(), half.property("UNIQ_KEY"), half.property("UNIQ_KEY"),
                half.offsetMessageId(), name));
    }

    /// As [#askAbout(StoredMessage, String)] with no more than brokers of RocketMQ 4 say.
    public void askBriefly(StoredMessage half, String group) {
        ask(half, group, new CheckTransaction.Request(
                null, half.queueOffset(), half.position(), null, null, null, null));
    }

    private void ask(StoredMessage half, String group, CheckTransaction.Request header) {
        Map<String, String> properties = new TreeMap<>(half.properties());
        properties.put("PGROUP", group);
        MessageDraft draft = new MessageDraft(
                half.topic().getBytes(StandardCharsets.UTF_8), half.queueId(), 0, half.sysFlag(), 1, host(), host(), 0,
                0, ByteBuffer.wrap(half.body()),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        MessageLayout.place(bytes, 0, half.queueOffset(), half.position());
        server.peers().stream()
                .filter(peer -> !peer.isClosed())
                .forEach(peer -> peer.send(CheckTransaction.API.oneway(header, ByteBuffer.wrap(bytes.array()))));
    }

    /// Puts a message into a queue whose body is compressed in a form that nobody knows.
    public synchronized void storeUnreadable(String topic, int queueId) {
        store(topic, queueId, SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK, 0, ByteBuffer.wrap(new byte[] {1, 2}), "");
    }

    /// Every recall comes in time.
    private Command recall(Command request) {
        RecallMessage.Request recall = RecallMessage.API.decodeRequest(request);
        return RecallMessage.API.success(new RecallMessage.Response(recall.recallHandle()));
    }

    private Host host() {
        return Host.of(new byte[] {127, 0, 0, 1}, 10911);
    }

    private long store(
            String topic, int queueId, int sysFlag, int reconsumeTimes, ByteBuffer body, String properties) {
        List<byte[]> queue = queues.computeIfAbsent(topic + "/" + queueId, any -> new ArrayList<>());
        MessageDraft draft = new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), queueId, 0, sysFlag, 1, host(), host(), reconsumeTimes, 0,
                body, ByteBuffer.wrap(properties.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        MessageLayout.place(bytes, 0, queue.size(), position++);
        queue.add(bytes.array());
        release(topic + "/" + queueId);
        return queue.size() - 1L;
    }

    private @Nullable Command pull(FakeServer.Peer peer, Command request) {
        PullMessage.Request header = PullMessage.API.decodeRequest(request);
        List<byte[]> messages = queue(header.topic(), request);
        long end = messages.size();
        if (header.queueOffset() > end) {
            return PullMessage.API.response(ResponseCode.PULL_OFFSET_MOVED,
                    new PullMessage.Response(0, end, 0, end, null, null, null));
        }
        if (header.queueOffset() == end) {
            held.add(new Held(peer, request, header.topic() + "/" + header.queueId(), end));
            return null;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        messages.subList((int) header.queueOffset(), (int) end).forEach(body::writeBytes);
        return PullMessage.API
                .success(new PullMessage.Response(0, end, 0, end, null, null, null))
                .withBody(body.toByteArray());
    }

    private void release(String queue) {
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            Held pull = each.next();
            if (pull.peer.isClosed()) {
                each.remove();
            } else if (pull.queue.equals(queue)) {
                each.remove();
                Command answer = pull(pull.peer, pull.request);
                if (answer != null) {
                    pull.peer.answer(pull.request, answer);
                }
            }
        }
    }

    private Command storedOffset(Command request) {
        ConsumerOffset.Query query = ConsumerOffset.QUERY.decodeRequest(request);
        Long offset = offsets.get(query.consumerGroup() + "@" + query.topic() + "/" + query.queueId());
        return offset == null
                ? Command.response(ResponseCode.QUERY_NOT_FOUND, "not found")
                : ConsumerOffset.QUERY.success(new ConsumerOffset.Found(offset));
    }

    private Command commit(Command request) {
        ConsumerOffset.Update update = ConsumerOffset.UPDATE.decodeRequest(request);
        Long offset = update.commitOffset();
        String queue = update.consumerGroup() + "@" + update.topic() + "/" + update.queueId();
        offsets.put(queue, offset == null ? -1 : offset);
        return ConsumerOffset.UPDATE.success(Empty.EMPTY);
    }

    private Command heartbeat(Command request) {
        Heartbeat.Data data = Json.decode(request.body(), Heartbeat.Data.class);
        data.consumerDataSet().forEach(consumer -> join(consumer.groupName(), data.clientID()));
        return Heartbeat.API.success(new Heartbeat.Answer(true, false));
    }

    private Command leave(Command request) {
        Heartbeat.Unregister bye = Heartbeat.UNREGISTER.decodeRequest(request);
        members.getOrDefault(String.valueOf(bye.consumerGroup()), new TreeSet<>()).remove(bye.clientID());
        return Heartbeat.UNREGISTER.success(Empty.EMPTY);
    }

    private Command membersOf(Command request) {
        Set<String> group = members(ConsumerGroup.MEMBERS.decodeRequest(request).consumerGroup());
        return group.isEmpty()
                ? Command.response(ResponseCode.SYSTEM_ERROR, "no consumer for this group")
                : Command.response(ResponseCode.SUCCESS, null)
                        .withBody(Json.encode(new ConsumerGroup.Members(List.copyOf(group))));
    }

    private Command lock(Command request) {
        QueueLocks.Request wanted = Json.decode(request.body(), QueueLocks.Request.class);
        Set<MessageQueue> granted = new HashSet<>();
        for (MessageQueue queue : wanted.mqSet()) {
            if (locks.computeIfAbsent(queue, any -> wanted.clientId()).equals(wanted.clientId())) {
                granted.add(queue);
            }
        }
        return Command.response(ResponseCode.SUCCESS, null).withBody(Json.encode(new QueueLocks.Locked(granted)));
    }

    private Command unlock(Command request) {
        QueueLocks.Request mine = Json.decode(request.body(), QueueLocks.Request.class);
        mine.mqSet().forEach(queue -> locks.remove(queue, mine.clientId()));
        return Command.response(ResponseCode.SUCCESS, null);
    }

    /// The clients that hold locks, by queue.
    public synchronized Map<MessageQueue, String> locks() {
        return Map.copyOf(locks);
    }

    /// Lets a client that is not there hold a lock, or no longer.
    public synchronized void lock(MessageQueue queue, @Nullable String clientId) {
        if (clientId == null) {
            locks.remove(queue);
        } else {
            locks.put(queue, clientId);
        }
    }

    /// Stores the message in the retry topic at once, without a delay.
    private Command sendBack(Command request) {
        SendBack.Request back = SendBack.API.decodeRequest(request);
        for (List<byte[]> queue : List.copyOf(queues.values())) {
            for (byte[] bytes : List.copyOf(queue)) {
                StoredMessage message = StoredMessage.decode(ByteBuffer.wrap(bytes));
                if (message.position() == back.offset()) {
                    Map<String, String> properties = new TreeMap<>(message.properties());
                    properties.putIfAbsent("RETRY_TOPIC", message.topic());
                    String target = (back.delayLevel() < 0 ? "%DLQ%" : "%RETRY%") + back.group();
                    store(target, 0, message.sysFlag(), message.reconsumeTimes() + 1,
                            ByteBuffer.wrap(message.body()), Properties.encode(properties));
                }
            }
        }
        return SendBack.API.success(Empty.EMPTY);
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}
