package io.skylark.broker.assignment;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.TopicTable;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Assignments;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers members of a group that ask which queues are theirs. Runs on virtual threads.
public final class AssignmentHandlers {
    private final RequestModeTable modes;
    private final ConsumerRegistry consumers;
    private final Function<String, List<MessageQueue>> readableQueues;
    private final TopicTable topics;

    /// @param readableQueues the queues of a topic that may be consumed
    public AssignmentHandlers(
            RequestModeTable modes,
            ConsumerRegistry consumers,
            Function<String, List<MessageQueue>> readableQueues,
            TopicTable topics) {
        this.modes = modes;
        this.consumers = consumers;
        this.readableQueues = readableQueues;
        this.topics = topics;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(Assignments.QUERY.code(), this::query);
        routes.blocking(Assignments.SET_MODE.code(), this::setMode);
    }

    private void query(Exchange exchange) {
        Assignments.Query request = Json.decode(exchange.request().body(), Assignments.Query.class);
        Assignments.SetMode set = TopicNames.isRetry(request.topic())
                ? null
                : modes.find(request.topic(), request.consumerGroup());
        Assignments.Mode mode = set == null || set.mode() == null ? Assignments.Mode.PULL : set.mode();
        List<MessageQueue> queues = queues(request, mode, set == null ? 0 : set.popShareQueueNum());
        List<Assignments.Assignment> assignments = queues == null
                ? null
                : queues.stream().map(queue -> new Assignments.Assignment(queue, mode, null)).toList();
        exchange.reply(Assignments.QUERY.success(Empty.EMPTY)
                .withBody(Json.encode(new Assignments.Answer(assignments))));
    }

    /// Null when nobody can say: the member keeps what it has.
    private @Nullable List<MessageQueue> queues(Assignments.Query request, Assignments.Mode mode, int shared) {
        List<MessageQueue> all = readableQueues.apply(request.topic()).stream().sorted().toList();
        if (all.isEmpty()) {
            return null;
        }
        if (request.messageModel() == MessageModel.BROADCASTING) {
            return all;
        }
        OnlineGroup online = consumers.find(request.consumerGroup());
        Allocation allocation = Allocation.find(request.strategyName());
        if (online == null || allocation == null) {
            return null;
        }
        List<String> members = online.clientIds().stream().sorted().toList();
        return mode == Assignments.Mode.POP
                ? popped(all, members, request.clientId(), allocation, shared)
                : share(all, members, members.indexOf(request.clientId()), allocation);
    }

    private static List<MessageQueue> share(
            List<MessageQueue> all, List<String> members, int me, Allocation allocation) {
        return me < 0 ? List.of() : allocation.share(all, members, me);
    }

    /// Members that pop may share queues: all of them all, or each also those of its next neighbours.
    private static List<MessageQueue> popped(
            List<MessageQueue> all, List<String> members, String clientId, Allocation allocation, int shared) {
        int me = members.indexOf(clientId);
        if (shared <= 0 || shared >= members.size() - 1) {
            return all.stream()
                    .map(queue -> new MessageQueue(queue.topic(), queue.brokerName(), PopMessage.ANY_QUEUE))
                    .distinct()
                    .toList();
        }
        if (me < 0) {
            return List.of();
        }
        if (members.size() > all.size()) {
            return List.of(all.get(me % all.size()));
        }
        return List.copyOf(Stream.iterate(0, i -> i + 1)
                .limit(shared + 1L)
                .flatMap(i -> share(all, members, (me + i) % members.size(), allocation).stream())
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
    }

    private void setMode(Exchange exchange) {
        Assignments.SetMode request = Json.decode(exchange.request().body(), Assignments.SetMode.class);
        if (TopicNames.isRetry(request.topic())) {
            throw new RequestFailure(ResponseCode.NO_PERMISSION, "retry topic is not allowed to set mode");
        }
        if (topics.find(request.topic()) == null) {
            throw new RequestFailure(ResponseCode.TOPIC_NOT_EXIST, "topic[" + request.topic() + "] not exist");
        }
        if (request.mode() == null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, "mode must be PULL or POP");
        }
        modes.put(request);
        exchange.reply(Assignments.SET_MODE.success(Empty.EMPTY));
    }
}
