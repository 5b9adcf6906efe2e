package io.skylark.broker.group;

import io.skylark.broker.table.AttributeChange;
import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.GroupRetryPolicy;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Creates groups, changes their settings, and deletes them. Runs on virtual threads; answers when the change is durable.
public final class GroupHandlers {
    /// Groups of one request at most.
    static final int MAX_BATCH = 10_000;

    private final GroupTable groups;

    public GroupHandlers(GroupTable groups) {
        this.groups = groups;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ConsumerGroup.UPDATE.code(), this::update);
        routes.blocking(ConsumerGroup.UPDATE_ALL.code(), this::updateAll);
        routes.blocking(ConsumerGroup.DELETE.code(), this::delete);
        routes.blocking(ConsumerGroup.FORBID.code(), this::forbid);
    }

    private void update(Exchange exchange) {
        groups.putAll(List.of(checked(Json.decode(exchange.request().body(), ConsumerGroup.Settings.class))));
        exchange.reply(ConsumerGroup.UPDATE.success(Empty.EMPTY));
    }

    /// All of them are checked before the first one is changed.
    private void updateAll(Exchange exchange) {
        ConsumerGroup.Batch batch = Json.decode(exchange.request().body(), ConsumerGroup.Batch.class);
        int count = batch.groupConfigList().size();
        if (count > MAX_BATCH) {
            throw wrong(count + " groups are more than the " + MAX_BATCH + " that one request may have");
        }
        groups.putAll(batch.groupConfigList().stream().map(this::checked).toList());
        exchange.reply(ConsumerGroup.UPDATE_ALL.success(Empty.EMPTY));
    }

    /// The group to be. Its attributes are changed, everything else is replaced.
    private Group checked(ConsumerGroup.Settings wanted) {
        String name = Objects.requireNonNullElse(wanted.groupName(), "");
        GroupTable.checkName(name);
        Group existing = groups.find(name);
        Group group = Group.of(wanted.withAttributes(GroupAttributes.change(
                existing == null ? null : existing.settings().attributes(),
                AttributeChange.of(wanted.attributes()))));
        if (group.retryQueueNums() < 0 || group.retryQueueNums() > TopicConfig.MAX_QUEUES) {
            throw wrong("retryQueueNums is " + group.retryQueueNums() + " but must be 0 to " + TopicConfig.MAX_QUEUES);
        }
        checkRetries(group.settings().groupRetryPolicy());
        return group;
    }

    private static void checkRetries(@Nullable GroupRetryPolicy policy) {
        String type = policy == null ? null : policy.type();
        if (type != null && !type.equals(GroupRetryPolicy.EXPONENTIAL) && !type.equals(GroupRetryPolicy.CUSTOMIZED)) {
            throw wrong("the type of groupRetryPolicy is " + type + " but must be " + GroupRetryPolicy.EXPONENTIAL
                    + " or " + GroupRetryPolicy.CUSTOMIZED);
        }
    }

    private void delete(Exchange exchange) {
        ConsumerGroup.Delete request = ConsumerGroup.DELETE.decodeRequest(exchange.request());
        groups.delete(request.groupName(), Boolean.TRUE.equals(request.cleanOffset()));
        exchange.reply(ConsumerGroup.DELETE.success(Empty.EMPTY));
    }

    private void forbid(Exchange exchange) {
        ConsumerGroup.Forbid request = ConsumerGroup.FORBID.decodeRequest(exchange.request());
        String group = request.group();
        String topic = request.topic();
        if (request.readable() != null) {
            GroupTable.checkName(group);
            groups.forbid(group, topic, Permission.READ, !request.readable());
        }
        boolean readable = !Permission.isReadable(groups.forbidden(group).getOrDefault(topic, 0));
        exchange.reply(ConsumerGroup.FORBID.success(Empty.EMPTY)
                .withBody(Json.encode(new ConsumerGroup.Forbidden(group, topic, readable))));
    }

    private static RequestFailure wrong(String what) {
        return new RequestFailure(ResponseCode.INVALID_PARAMETER, what);
    }
}
