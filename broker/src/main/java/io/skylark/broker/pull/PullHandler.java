package io.skylark.broker.pull;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.filter.SubscriptionFilters;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OffsetResets;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Caller;
import io.skylark.net.Exchange;
import io.skylark.net.FastRequest;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.body.TopicConfig;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks a pull, in the order and the words of RocketMQ, reads, and answers or holds it. Runs on the event loop.
public final class PullHandler implements AutoCloseable {
    private static final String SEE =
            "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";

    private final LiveConfig config;
    private final Identity identity;
    private final TopicTable topics;
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final ConsumerRegistry consumers;
    private final SubscriptionFilters filters;
    private final OffsetResets resets;
    private final Supplier<Router> router;
    private final ColdReads coldReads = new ColdReads();
    private final PullReader reader;

    public PullHandler(
            LiveConfig config,
            Identity identity,
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            SubscriptionFilters filters,
            OffsetResets resets,
            MessageStore messages,
            Supplier<Router> router) {
        this.config = config;
        this.identity = identity;
        this.topics = topics;
        this.groups = groups;
        this.offsets = offsets;
        this.consumers = consumers;
        this.filters = filters;
        this.resets = resets;
        this.router = router;
        this.reader = new PullReader(messages, offsets, resets, () -> config.now().longPolling());
    }

    public void routes(Router.Builder routes) {
        routes.fast(PullMessage.CODE, this::handleFast);
        routes.fast(PullMessage.LITE_CODE, this::handleFast);
        routes.direct(PullMessage.CODE, this::handle);
        routes.direct(PullMessage.LITE_CODE, this::handle);
    }

    /// How many pulls wait for messages.
    public int heldPulls() {
        return reader.held();
    }

    /// The threads that may wait for the disk; a full queue of theirs refuses work.
    public Executor coldReads() {
        return coldReads;
    }

    @Override
    public void close() {
        coldReads.close();
    }

    private void handle(Exchange exchange) {
        PullMessage.Request request = PullMessage.API.decodeRequest(exchange.request());
        if (!Permission.isReadable(config.now().permission())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION,
                    "the broker[" + identity.name(exchange.connection()) + "] pulling message is forbidden");
        }
        if (groups.wouldCreate(request.consumerGroup())) {
            router.get().runBlocking(blocking -> pull(blocking, request), exchange);
        } else {
            pull(exchange, request);
        }
    }

    private void pull(Exchange exchange, PullMessage.Request request) {
        Pull pull = check(exchange, request, null);
        if (reader.isCold(pull)) {
            router.get().continueOn(coldReads, later -> reader.read(pull), exchange);
        } else {
            reader.read(pull);
        }
    }

    /// Answers a pull that needs neither a new group nor the disk; false for others.
    private boolean handleFast(FastRequest fast) {
        PullFields fields = fast.connection().memo(PullFields.class, connection -> new PullFields());
        PullMessage.Request request = fast.isOneway() ? null : fields.read(fast.header());
        if (request == null || groups.find(request.consumerGroup()) == null
                || !Permission.isReadable(config.now().permission())) {
            return false;
        }
        Pull pull = check(fast.caller(), request, fields);
        if (reader.isCold(pull)) {
            return false;
        }
        reader.read(pull);
        return true;
    }

    private Pull check(Caller caller, PullMessage.Request request, @Nullable PullFields memo) {
        Group group = groups.require(request.consumerGroup());
        if (!group.consumeEnable()) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "subscription group no permission, " + group.groupName());
        }
        TopicConfig topic = topics.find(request.topic());
        if (topic == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + request.topic() + "] not exist, apply first please! " + SEE);
        }
        if (!Permission.isReadable(topic.perm())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "the topic[" + request.topic() + "] pulling message is forbidden");
        }
        groups.checkReadable(request.consumerGroup(), request.topic());
        if (request.queueId() < 0 || request.queueId() >= topic.readQueueNums()) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId[" + request.queueId() + "] is illegal, topic:[" + request.topic()
                            + "] topicConfig.readQueueNums:[" + topic.readQueueNums() + "] consumer:["
                            + caller.connection() + "]");
        }
        TagFilter filter = request.has(PullMessage.FLAG_SUBSCRIPTION)
                ? (memo == null
                        ? filters.ofRequest(request.expressionType(), request.subscription())
                        : memo.filter(request, filters))
                : subscribedFilter(request, group);
        if (request.has(PullMessage.FLAG_COMMIT_OFFSET)
                && !resets.isPending(request.consumerGroup(), request.topic(), request.queueId())) {
            offsets.put(request.consumerGroup(), request.topic(), request.queueId(), request.commitOffset());
        }
        return new Pull(caller, request, topic, group, filter);
    }

    private TagFilter subscribedFilter(PullMessage.Request request, Group group) {
        OnlineGroup online = consumers.find(request.consumerGroup());
        if (online == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_NOT_EXIST, "the consumer's group info not exist" + SEE);
        }
        if (!group.consumeBroadcastEnable()
                && online.model() == MessageModel.BROADCASTING) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION,
                    "the consumer group[" + request.consumerGroup() + "] can not consume by broadcast way");
        }
        SubscriptionData subscription = online.subscription(request.topic());
        if (subscription == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_NOT_EXIST, "the consumer's subscription not exist" + SEE);
        }
        if (request.subVersion() != null && subscription.subVersion() < request.subVersion()) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_NOT_LATEST, "the consumer's subscription not latest");
        }
        return filters.ofGroup(subscription);
    }
}
