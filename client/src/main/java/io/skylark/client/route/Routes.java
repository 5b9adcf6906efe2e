package io.skylark.client.route;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.error.UnreachableException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Routes of the topics this client uses. A route is asked for when it is first needed and again by each
/// [#refreshAll()], until its topic has not been used for [#IDLE]. Shared by all threads; asks block.
public final class Routes {
    /// How many queues a topic gets that is created by being sent to.
    public static final int AUTO_CREATE_QUEUES = 4;

    /// A route that nobody used for so long is dropped.
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private final NameServers nameServers;
    private final LongSupplier nanoClock;
    private final IntSupplier chance;
    private final Map<String, CachedRoute> entries = new ConcurrentHashMap<>();

    /// Addresses by broker id, by broker name, of the routes in use.
    private final Map<String, Map<Long, String>> brokers = new ConcurrentHashMap<>();

    /// @param chance where the turns of senders begin, so that many clients spread over the queues
    public Routes(NameServers nameServers, LongSupplier nanoClock, IntSupplier chance) {
        this.nameServers = nameServers;
        this.nanoClock = nanoClock;
        this.chance = chance;
    }

    /// Where to send messages of a topic. For a topic that does not exist this is where it would be created.
    ///
    /// @throws SkylarkException when the topic does not exist and cannot be created by sending, or nobody can say
    public Publishing toSend(String topic) {
        CachedRoute entry = used(topic);
        if (entry == null) {
            entry = fetchToSend(topic);
        }
        Publishing publishing = entry.toSend();
        if (publishing.queues().isEmpty()) {
            throw new UnreachableException("No broker takes messages of topic " + topic + " now", null,
                    "Look at the brokers that hold the topic: they are down, or not writeable", null);
        }
        return publishing;
    }

    private CachedRoute fetchToSend(String topic) {
        Answer answer = ask(topic);
        if (answer.route != null) {
            return keep(topic, answer.route, false);
        }
        Answer template = ask(TopicNames.AUTO_CREATE);
        if (template.route == null) {
            throw TopicNotFoundException.toSend(topic, answer.server);
        }
        return keep(topic, capped(template.route), true);
    }

    private static TopicRoute capped(TopicRoute template) {
        List<QueueData> queues = template.queueDatas().stream()
                .map(data -> {
                    int count = Math.min(AUTO_CREATE_QUEUES, data.readQueueNums());
                    return new QueueData(data.brokerName(), count, count, data.perm(), data.topicSysFlag());
                })
                .toList();
        return new TopicRoute(null, queues, template.brokerDatas(), Map.of());
    }

    /// The queues of a topic to read from; empty while the topic does not exist.
    ///
    /// @throws SkylarkException when nobody can say
    public List<MessageQueue> toRead(String topic) {
        CachedRoute entry = used(topic);
        if (entry == null || entry.isTemplate()) {
            Answer answer = ask(topic);
            if (answer.route == null) {
                return List.of();
            }
            entry = keep(topic, answer.route, false);
        }
        return entry.toRead();
    }

    private @Nullable CachedRoute used(String topic) {
        CachedRoute entry = entries.get(topic);
        if (entry != null) {
            entry.used(nanoClock.getAsLong());
        }
        return entry;
    }

    private CachedRoute keep(String topic, TopicRoute route, boolean template) {
        for (BrokerData broker : route.brokerDatas()) {
            brokers.put(broker.brokerName(), broker.brokerAddrs());
        }
        CachedRoute entry = entries.computeIfAbsent(
                topic, name -> new CachedRoute(name, route, template, chance.getAsInt(), nanoClock.getAsLong()));
        entry.replace(route, template);
        return entry;
    }

    /// Asks for every route again. One that is gone stays as it was: brokers say themselves what they no longer hold.
    public void refreshAll() {
        long now = nanoClock.getAsLong();
        entries.values().removeIf(entry -> entry.isIdle(now, IDLE.toNanos()));
        for (String topic : List.copyOf(entries.keySet())) {
            try {
                refresh(topic);
            } catch (UnreachableException nobody) {
                LOG.warn("Routes are not refreshed: {}", nobody.getMessage());
                return;
            } catch (SkylarkException failure) {
                LOG.warn("The route of {} is not refreshed: {}", topic, failure.getMessage());
            } catch (RuntimeException unreadable) {
                // What a person configured, such as the order of a topic, must not hold up the other topics.
                LOG.warn("The route of {} is not refreshed", topic, unreadable);
            }
        }
        brokers.keySet().retainAll(entries.values().stream()
                .flatMap(entry -> entry.route().brokerDatas().stream())
                .map(BrokerData::brokerName)
                .collect(Collectors.toSet()));
    }

    /// Asks for the route of a topic in use again.
    public void refresh(String topic) {
        if (!entries.containsKey(topic)) {
            return;
        }
        Answer answer = ask(topic);
        if (answer.route != null) {
            keep(topic, answer.route, false);
        }
    }

    /// @param route null when the topic does not exist
    private record Answer(String server, @Nullable TopicRoute route) {}

    private Answer ask(String topic) {
        NameServers.Answer answer = nameServers.call(Route.OF_TOPIC.request(new Route.Request(topic, true)));
        String server = answer.server();
        if (answer.command().code() == ResponseCode.SUCCESS) {
            return new Answer(server, Json.decode(answer.command().body(), TopicRoute.class));
        }
        if (answer.command().code() == ResponseCode.TOPIC_NOT_EXIST) {
            return new Answer(server, null);
        }
        throw RefusedException.ofRoute(topic, server, answer.command());
    }

    /// Every broker of the routes in use: addresses by broker id, by broker name. A copy.
    public Map<String, Map<Long, String>> brokers() {
        return Map.copyOf(brokers);
    }

    /// The addresses of one broker by broker id; empty when it is in no route in use.
    public Map<Long, String> broker(String name) {
        return brokers.getOrDefault(name, Map.of());
    }

    /// The address that takes writes.
    ///
    /// @throws UnreachableException when the broker has no such address now
    public String master(String brokerName) {
        String address = broker(brokerName).get(RouteQueues.MASTER);
        if (address == null) {
            throw new UnreachableException("Broker " + brokerName + " has no master in any route now", null,
                    "Is the broker running and registered?", null);
        }
        return address;
    }

    /// The address of one broker id, or of any other when that one is gone.
    ///
    /// @throws UnreachableException when the broker has no address now
    public String address(String brokerName, long brokerId) {
        Map<Long, String> addresses = broker(brokerName);
        String wanted = addresses.get(brokerId);
        if (wanted != null) {
            return wanted;
        }
        Collection<String> others = addresses.values();
        return others.isEmpty() ? master(brokerName) : others.iterator().next();
    }
}
