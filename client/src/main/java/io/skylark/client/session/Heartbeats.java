package io.skylark.client.session;

import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.route.Routes;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells brokers which groups this client belongs to, and tells its consumers when a group has other members. Shared by
/// all threads; nothing here blocks.
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private static final long MASTER = 0;

    /// @param data what the heartbeat says of the group
    /// @param membersChanged called on a reader thread, must not block
    private record Consumer(Supplier<Heartbeat.Consumer> data, Runnable membersChanged) {}

    /// A heartbeat and the groups that it names.
    ///
    /// @param asOf the change of groups that it knows of at least
    private record Beat(Command request, int asOf, Set<String> producers, Set<String> consumers) {}

    private final String clientId;
    private final ConnectionPool pool;
    private final Routes routes;
    private final Duration timeout;
    private final Set<String> producers = ConcurrentHashMap.newKeySet();
    private final Map<String, Consumer> consumers = new ConcurrentHashMap<>();

    /// Addresses that heard of all present groups.
    private final Set<String> informed = ConcurrentHashMap.newKeySet();

    /// Addresses that were told of all present groups at least once, with or without success.
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private final Introductions introductions = new Introductions(informed::contains, this::tell);

    /// Counts the changes of the groups, so that the answer to a heartbeat without the newest of them is not taken for
    /// one with it. Guarded by this object's lock, as is what it is compared for.
    private int changes;

    private volatile boolean closed;

    Heartbeats(String clientId, ConnectionPool pool, Routes routes, Duration timeout) {
        this.clientId = clientId;
        this.pool = pool;
        this.routes = routes;
        this.timeout = timeout;
        pool.handle(ConsumerGroup.CHANGED.code(), this::membersChanged);
        pool.onOpen(this::opened);
    }

    /// @throws IllegalStateException when the client has a producer of the group already, or is closed
    public void joinProducer(String group) {
        checkOpen();
        if (!producers.add(group)) {
            throw new IllegalStateException("this client already has a producer of group " + group);
        }
        changed();
    }

    /// @param membersChanged called when the members of the group changed; must not block
    /// @throws IllegalStateException when the client has a consumer of the group already, or is closed
    public void joinConsumer(String group, Supplier<Heartbeat.Consumer> data, Runnable membersChanged) {
        checkOpen();
        if (consumers.putIfAbsent(group, new Consumer(data, membersChanged)) != null) {
            throw new IllegalStateException("this client already has a consumer of group " + group);
        }
        changed();
    }

    private void checkOpen() {
        if (closed) {
            throw ClientSession.refusal();
        }
    }

    /// From now on no group joins; those there are may leave.
    void close() {
        closed = true;
    }

    private synchronized void changed() {
        changes++;
        informed.clear();
        told.clear();
    }

    private synchronized int changes() {
        return changes;
    }

    private synchronized void informed(String server, int asOf) {
        if (asOf == changes) {
            informed.add(server);
        }
    }

    public CompletableFuture<Void> leaveProducer(String group) {
        Set<String> servers = reached();
        producers.remove(group);
        return sayGoodBye(servers, ofProducer(group));
    }

    public CompletableFuture<Void> leaveConsumer(String group) {
        Set<String> servers = reached();
        consumers.remove(group);
        return sayGoodBye(servers, ofConsumer(group));
    }

    /// Brokers that may know of a group: one whose last heartbeat nobody answered, or that has not heard of the newest
    /// group, knows of those before all the same.
    private Set<String> reached() {
        Set<String> servers = targets();
        servers.addAll(informed);
        return servers;
    }

    private Command ofProducer(String group) {
        return Heartbeat.UNREGISTER.request(new Heartbeat.Unregister(clientId, group, null));
    }

    private Command ofConsumer(String group) {
        return Heartbeat.UNREGISTER.request(new Heartbeat.Unregister(clientId, null, group));
    }

    private CompletableFuture<Void> sayGoodBye(Set<String> servers, Command request) {
        return all(servers.stream().map(server -> sayGoodBye(server, request)).toList());
    }

    private CompletableFuture<Command> sayGoodBye(String server, Command request) {
        return call(server, 0, request, "saying good-bye");
    }

    /// Tells every broker in use; done when all answered or failed to.
    public CompletableFuture<Void> beat() {
        return tellEach(targets());
    }

    /// Tells the brokers that have not heard of all present groups.
    public CompletableFuture<Void> beatToUninformed() {
        Set<String> targets = targets();
        targets.removeAll(informed);
        return tellEach(targets);
    }

    /// Done when a broker knows this client, at once when it does; failed when it could not be told.
    public CompletableFuture<Void> introduce(String server) {
        return introductions.to(server);
    }

    /// Tells every broker in use that was not told yet, without waiting; one that did not hear it is told again with the
    /// next regular heartbeat.
    public void announce() {
        Set<String> targets = targets();
        targets.removeIf(server -> informed.contains(server) || !told.add(server));
        var unused = tellEach(targets);
    }

    /// A broker forgets who was behind a connection when it is lost, so a new one starts with a heartbeat.
    private void opened(String server) {
        informed.remove(server);
        if (targets().contains(server)) {
            var unused = tellEach(Set.of(server));
        }
    }

    /// Masters, and with consumers also slaves, which these may read from.
    private Set<String> targets() {
        Set<String> targets = new LinkedHashSet<>();
        if (producers.isEmpty() && consumers.isEmpty()) {
            return targets;
        }
        for (Map<Long, String> addresses : routes.brokers().values()) {
            if (!consumers.isEmpty()) {
                targets.addAll(addresses.values());
            } else if (addresses.containsKey(MASTER)) {
                targets.add(addresses.get(MASTER));
            }
        }
        return targets;
    }

    private Beat next() {
        int asOf = changes();
        Set<String> names = Set.copyOf(producers);
        Map<String, Consumer> members = Map.copyOf(consumers);
        Set<Heartbeat.Producer> producing = new LinkedHashSet<>();
        names.forEach(group -> producing.add(new Heartbeat.Producer(group)));
        Set<Heartbeat.Consumer> consuming = new LinkedHashSet<>();
        members.values().forEach(consumer -> consuming.add(consumer.data.get()));
        Heartbeat.Data data = new Heartbeat.Data(clientId, producing, consuming, 0, false);
        Command request = Heartbeat.API.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(data)));
        return new Beat(request, asOf, names, members.keySet());
    }

    private CompletableFuture<Void> tellEach(Set<String> servers) {
        if (servers.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Beat beat = next();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (String server : servers) {
            answers.add(call(server, beat.asOf, beat.request, "heartbeat"));
            answers.addAll(takeBack(server, beat));
        }
        return all(answers);
    }

    private CompletableFuture<Command> tell(String server) {
        told.add(server);
        Beat beat = next();
        CompletableFuture<Command> answer = call(server, beat.asOf, beat.request, "heartbeat");
        var unused = takeBack(server, beat);
        return answer;
    }

    /// Who left while a heartbeat was made said good-bye before it: it would be a member again for as long as a broker
    /// remembers, and its queues nobody's. So the good-bye is said once more, behind the heartbeat.
    private List<CompletableFuture<Command>> takeBack(String server, Beat beat) {
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (String group : beat.producers) {
            if (!producers.contains(group)) {
                answers.add(sayGoodBye(server, ofProducer(group)));
            }
        }
        for (String group : beat.consumers) {
            if (!consumers.containsKey(group)) {
                answers.add(sayGoodBye(server, ofConsumer(group)));
            }
        }
        return answers;
    }

    /// Done when all have ended, one way or the other.
    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> answers) {
        return CompletableFuture.allOf(answers.stream()
                .map(answer -> answer.handle((value, failure) -> value))
                .toArray(CompletableFuture<?>[]::new));
    }

    /// @param asOf the change of groups that the request knows of at least
    private CompletableFuture<Command> call(String server, int asOf, Command request, String what) {
        return pool.callAsync(server, request, timeout)
                .whenComplete((answer, failure) -> heard(server, asOf, request, what, answer, failure));
    }

    private void heard(
            String server,
            int asOf,
            Command request,
            String what,
            @Nullable Command answer,
            @Nullable Throwable failure) {
        if (answer == null) {
            informed.remove(server);
            if (failure instanceof CallAbandonedException) {
                LOG.debug("{} to {} was given up", what, server, failure);
                return;
            }
            LOG.warn("{} to {} failed: {}", what, server, failure == null ? "" : failure.getMessage());
        } else if (answer.code() != ResponseCode.SUCCESS) {
            LOG.warn("{} was refused by {}: code {} {}", what, server, answer.code(), answer.remark());
        } else if (request.code() == Heartbeat.API.code()) {
            informed(server, asOf);
        }
    }

    private Command membersChanged(String server, Command request) {
        String group = ConsumerGroup.CHANGED.decodeRequest(request).consumerGroup();
        Consumer consumer = consumers.get(group);
        if (consumer != null) {
            consumer.membersChanged.run();
        }
        return Command.response(ResponseCode.SUCCESS, null);
    }
}
