package io.skylark.broker.pull;

import io.skylark.broker.measure.Consumption;
import io.skylark.broker.table.Group;
import io.skylark.log.index.TagFilter;
import io.skylark.net.Caller;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.body.TopicConfig;

/// A pull that passed all checks.
record Pull(Caller caller, PullMessage.Request request, TopicConfig topic, Group group, TagFilter filter,
        Consumption consumption) {}
