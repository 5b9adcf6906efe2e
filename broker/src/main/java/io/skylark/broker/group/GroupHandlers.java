package io.skylark.broker.group;

import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/// Creates groups and changes their settings. Runs on virtual threads; answers when the change is durable.
public final class GroupHandlers {
    /// More would be more queues of a retry topic than a topic can have.
    private static final int MAX_RETRY_QUEUES = 65_535;

    private final GroupTable groups;

    public GroupHandlers(GroupTable groups) {
        this.groups = groups;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ConsumerGroup.UPDATE.code(), this::update);
    }

    private void update(Exchange exchange) {
        ConsumerGroup.Settings wanted = Json.decode(exchange.request().body(), ConsumerGroup.Settings.class);
        String name = wanted.groupName() == null ? "" : wanted.groupName();
        Group standard = Group.standard(name);
        Group group = new Group(
                name,
                or(wanted.consumeEnable(), standard.consumeEnable()),
                or(wanted.consumeBroadcastEnable(), standard.consumeBroadcastEnable()),
                or(wanted.consumeMessageOrderly(), standard.consumeMessageOrderly()),
                or(wanted.retryQueueNums(), standard.retryQueueNums()),
                or(wanted.retryMaxTimes(), standard.retryMaxTimes()),
                or(wanted.notifyConsumerIdsChangedEnable(), standard.notifyConsumerIdsChangedEnable()),
                wanted.groupSysFlag() == null ? standard.groupSysFlag() : wanted.groupSysFlag());
        if (group.retryQueueNums() < 0 || group.retryQueueNums() > MAX_RETRY_QUEUES) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "retryQueueNums is " + group.retryQueueNums() + " but must be 0 to " + MAX_RETRY_QUEUES);
        }
        groups.put(group);
        exchange.reply(ConsumerGroup.UPDATE.success(Empty.EMPTY));
    }

    private static <T> T or(@Nullable T wanted, T standard) {
        return wanted == null ? standard : wanted;
    }
}
