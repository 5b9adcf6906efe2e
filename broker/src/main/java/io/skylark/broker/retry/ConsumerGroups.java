package io.skylark.broker.retry;

import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/// What groups say about retries.
record ConsumerGroups(GroupTable groups) {
    private static final String SEE = "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";

    /// Older clients send something else in the field.
    private static final int COUNTS_FROM_VERSION_3_4_9 = 121;

    /// The group, created when that is allowed; blocks then.
    Group require(String name) {
        Group group = groups.wouldCreate(name) ? groups.require(name) : groups.find(name);
        if (group == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "subscription group not exist, " + name + " " + SEE);
        }
        return group;
    }

    /// Deliveries after which a message is dead: the client's word counts before the group's.
    static int maxTimes(Group group, @Nullable Integer ofClient, Command command) {
        return ofClient != null && command.version() >= COUNTS_FROM_VERSION_3_4_9 ? ofClient : group.retryMaxTimes();
    }
}
