package io.skylark.broker.upkeep;

import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.Upkeep;
import io.skylark.protocol.header.Empty;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is left of topics that do not exist: a message or an offset that came while its topic was being deleted has
/// made a queue that nobody can reach.
public final class UpkeepHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(UpkeepHandlers.class);

    private static final String RESERVED_PREFIX = "RMQ_SYS_";

    private final TopicTable topics;
    private final OffsetTable offsets;
    private final MessageStore messages;

    public UpkeepHandlers(TopicTable topics, OffsetTable offsets, MessageStore messages) {
        this.topics = topics;
        this.offsets = offsets;
        this.messages = messages;
    }

    public void routes(Router.Builder routes) {
        routes.direct(Upkeep.CLEAN_QUEUES.code(), this::cleanQueues);
        routes.blocking(Upkeep.CLEAN_TOPICS.code(), this::cleanTopics);
    }

    /// A topic of the system that is switched off now may be switched on again.
    private static boolean isReserved(String topic) {
        return topic.startsWith(RESERVED_PREFIX) || topic.equals(TopicNames.AUTO_CREATE);
    }

    /// An index goes with the messages that it is for, so there is never one left over.
    private void cleanQueues(Exchange exchange) {
        exchange.reply(Upkeep.CLEAN_QUEUES.success(Empty.EMPTY));
    }

    /// Answers when what was left is gone for good.
    private void cleanTopics(Exchange exchange) {
        Set<String> left = new TreeSet<>(messages.topicNames());
        left.addAll(offsets.topics());
        left.removeAll(topics.all().keySet());
        left.removeIf(topic -> topics.isSystem(topic) || isReserved(topic));
        for (String topic : left) {
            topics.sweep(topic);
            LOG.info("what was left of topic {}, which does not exist, is removed", topic);
        }
        exchange.reply(Upkeep.CLEAN_TOPICS.success(Empty.EMPTY));
    }
}
