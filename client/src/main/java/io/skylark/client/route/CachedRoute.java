package io.skylark.client.route;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicRoute;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One topic's route as it was last told, and what was worked out from it once. Shared; what it knows is replaced as a
/// whole.
final class CachedRoute {
    /// @param template the topic does not exist yet, this is the route it would get
    private record Known(TopicRoute route, boolean template, Publishing toSend, List<MessageQueue> toRead) {}

    private final String topic;
    private final AtomicInteger turn;
    private volatile Known known;
    private volatile long usedNanos;

    CachedRoute(String topic, TopicRoute route, boolean template, int firstTurn, long nowNanos) {
        this.topic = topic;
        this.turn = new AtomicInteger(firstTurn);
        this.known = workOut(topic, turn, route, template);
        this.usedNanos = nowNanos;
    }

    private static Known workOut(String topic, AtomicInteger turn, TopicRoute route, boolean template) {
        return new Known(route, template,
                new Publishing(RouteQueues.toSend(topic, route), turn), RouteQueues.toRead(topic, route));
    }

    /// Does nothing when the route is the same as before.
    void replace(TopicRoute route, boolean template) {
        Known before = known;
        if (before.template != template || !before.route.equals(route)) {
            known = workOut(topic, turn, route, template);
        }
    }

    void used(long nowNanos) {
        usedNanos = nowNanos;
    }

    boolean isIdle(long nowNanos, long limitNanos) {
        return nowNanos - usedNanos > limitNanos;
    }

    TopicRoute route() {
        return known.route;
    }

    boolean isTemplate() {
        return known.template;
    }

    Publishing toSend() {
        return known.toSend;
    }

    List<MessageQueue> toRead() {
        return known.toRead;
    }
}
