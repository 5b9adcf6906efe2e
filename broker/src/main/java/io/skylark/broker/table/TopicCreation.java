package io.skylark.broker.table;

import io.skylark.message.TopicNames;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.util.Optional;

/// Creates topics on first use, and makes them known before whoever asked goes on. Blocks: only on virtual threads.
public final class TopicCreation {
    private static final int READ_WRITE = Permission.READ | Permission.WRITE;

    private static final int DEAD_LETTER_QUEUES = 1;

    private final TopicTable topics;
    private final Runnable announce;

    /// @param announce registers the topics of this broker, and returns when that is done
    public TopicCreation(TopicTable topics, Runnable announce) {
        this.topics = topics;
        this.announce = announce;
    }

    /// Creates `topic` after the template `defaultTopic`, with at most `queues` queues; empty when there is no template
    /// that allows it.
    ///
    /// @param unit whether a producer of a unit makes it
    public Optional<TopicConfig> fromTemplate(String topic, String defaultTopic, int queues, boolean unit) {
        TopicConfig template = topics.find(defaultTopic);
        if (template == null || !Permission.isInherited(template.perm())) {
            return Optional.empty();
        }
        int count = Math.min(queues, template.writeQueueNums());
        if (count < 1) {
            return Optional.empty();
        }
        return Optional.of(create(TopicConfig.of(topic, count, template.perm() & ~Permission.INHERIT)
                .withSysFlag(unit ? TopicConfig.UNIT : 0)));
    }

    /// Creates the retry topic of a group, unless it is there.
    public TopicConfig retryTopic(Group group) {
        return retryTopic(group, false);
    }

    /// @param unit whether a consumer of a unit makes it
    public TopicConfig retryTopic(Group group, boolean unit) {
        String topic = TopicNames.retryTopic(group.groupName());
        TopicConfig existing = topics.find(topic);
        return existing != null
                ? existing
                : create(TopicConfig.of(topic, group.retryQueueNums(), READ_WRITE)
                        .withSysFlag(unit ? TopicConfig.UNIT_SUBSCRIBED : 0));
    }

    /// Creates the dead-letter topic of a group, unless it is there.
    public TopicConfig deadLetterTopic(String group) {
        String topic = TopicNames.deadLetterTopic(group);
        TopicConfig existing = topics.find(topic);
        return existing != null ? existing : create(TopicConfig.of(topic, DEAD_LETTER_QUEUES, READ_WRITE));
    }

    /// Creates or changes a topic.
    public TopicConfig create(TopicConfig topic) {
        topics.put(topic);
        announce.run();
        return topic;
    }
}
