package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.route.NameServers;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the parts of administration ask of servers. It asks anew each time: who administers wants to know what is, not
/// what was.
final class Servers {
    /// The broker id that takes writes.
    static final long MASTER = 0;

    /// Questions that wait for answers at a time.
    private static final int AT_A_TIME = 256;

    private final ClientSession session;
    private final Scope scope;

    Servers(ClientSession session, Scope scope) {
        this.session = session;
        this.scope = scope;
    }

    ClientSession session() {
        return session;
    }

    /// Makes a call for someone who does not want to wait for it.
    <T> CompletableFuture<T> later(Supplier<T> call) {
        return session.laterCalls().call(call);
    }

    /// As [#later(Supplier)], for a call that gives nothing.
    CompletableFuture<Void> doLater(Runnable call) {
        return ConnectionPool.bare(later(() -> {
            call.run();
            return true;
        }).thenAccept(done -> { }));
    }

    Route.Cluster cluster() {
        Command answer = askNameServer("The list of brokers", Route.OF_CLUSTER.request(Empty.EMPTY));
        return Json.decode(answer.body(), Route.Cluster.class);
    }

    /// Addresses of the brokers of the scope that take writes, by name.
    ///
    /// @throws UnreachableException when there is none
    SortedMap<String, String> masters() {
        SortedMap<String, String> masters =
                masters(cluster().brokerAddrTable().values().stream().filter(scope::includes).toList());
        if (masters.isEmpty()) {
            String of = scope instanceof Scope.Everywhere ? "" : " of " + scope.text();
            throw new UnreachableException("No broker" + of + " is registered at "
                    + session.nameServers().addresses(), null, "Start a broker, or name another", null);
        }
        return masters;
    }

    static SortedMap<String, String> masters(Collection<BrokerData> brokers) {
        SortedMap<String, String> masters = new TreeMap<>();
        for (BrokerData broker : brokers) {
            String address = broker.brokerAddrs().get(MASTER);
            if (address != null) {
                masters.put(broker.brokerName(), address);
            }
        }
        return masters;
    }

    /// @throws TopicNotFoundException when there is no such topic
    TopicRoute route(String topic) {
        NameServers.Answer answer =
                session.nameServers().call(Route.OF_TOPIC.request(new Route.Request(topic, true)));
        if (answer.command().code() == ResponseCode.TOPIC_NOT_EXIST) {
            throw new TopicNotFoundException(topic);
        }
        if (answer.command().code() != ResponseCode.SUCCESS) {
            throw RefusedException.ofRoute(topic, answer.server(), answer.command());
        }
        return Json.decode(answer.command().body(), TopicRoute.class);
    }

    SortedSet<String> topics() {
        Command answer = askNameServer("The list of topics", Topics.LIST_AT_NAME_SERVER.request(Empty.EMPTY));
        return new TreeSet<>(Json.decode(answer.body(), TopicList.class).topicList());
    }

    Command askNameServer(String what, Command request) {
        NameServers.Answer answer = session.nameServers().call(request);
        if (answer.command().code() != ResponseCode.SUCCESS) {
            throw RefusedException.of(what, answer.server(), request, answer.command());
        }
        return answer.command();
    }

    /// @throws SkylarkException when the server says anything but yes
    Command demand(String what, String server, Command request) {
        return session.pool().demand(what, server, request, session.config().requestTimeout());
    }

    /// Empty when the server does not know the question, so that the answer has to be worked out from others.
    ///
    /// @throws SkylarkException when the server refuses it for another reason
    Optional<Command> ifOffered(String what, String server, Command request) {
        Command answer = call(server, request);
        return switch (answer.code()) {
            case ResponseCode.SUCCESS -> Optional.of(answer);
            case ResponseCode.REQUEST_CODE_NOT_SUPPORTED -> Optional.empty();
            default -> throw RefusedException.of(what, server, request, answer);
        };
    }

    Command call(String server, Command request) {
        return session.pool().call(server, request, session.config().requestTimeout());
    }

    CompletableFuture<Command> ask(String server, Command request) {
        return session.pool().callAsync(server, request, session.config().requestTimeout());
    }

    /// Asks about each, many at a time, and waits for all; the answers are in the order of the subjects.
    ///
    /// @throws SkylarkException when one question failed
    static <K, V> List<V> each(Collection<K> subjects, Function<K, CompletableFuture<V>> question) {
        List<V> answers = new ArrayList<>();
        List<K> all = new ArrayList<>(subjects);
        for (int from = 0; from < all.size(); from += AT_A_TIME) {
            List<CompletableFuture<V>> open = new ArrayList<>();
            for (K subject : all.subList(from, Math.min(from + AT_A_TIME, all.size()))) {
                open.add(question.apply(subject));
            }
            open.forEach(answer -> answers.add(ConnectionPool.outcome(answer)));
        }
        return answers;
    }
}
