package io.skylark.broker.inspect;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.FoundMessage;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.TimeBound;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.Tags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds messages by tag. There is no index of tags, as a tag is on a large part of a topic's messages; but the entries of
/// queues have the hash of it, so queues are walked from their ends until there are enough. Shared: keeps nothing between
/// questions.
final class TagSearch {
    /// Entries that one question looks at, shared out evenly among the queues of the topic.
    static final int MAX_SCANNED_ENTRIES = 1 << 20;

    /// Entries that are read forwards before the walk goes further back.
    private static final int WINDOW_ENTRIES = 1_024;

    private final MessageStore messages;

    TagSearch(MessageStore messages) {
        this.messages = messages;
    }

    /// The newest messages with a tag that were stored from `begin` to `end` (both included), oldest first.
    ///
    /// @param queues of the topic
    List<FoundMessage> newest(String topic, int queues, String tag, int max, long begin, long end) {
        List<FoundMessage> found = new ArrayList<>();
        int share = MAX_SCANNED_ENTRIES / Math.clamp(queues, 1, MAX_SCANNED_ENTRIES);
        for (int queueId = 0; queueId < queues; queueId++) {
            LogQueue queue = messages.findQueue(topic, queueId);
            if (queue != null) {
                long behind = end == Long.MAX_VALUE
                        ? queue.maxOffset()
                        : messages.offsetByTime(topic, queueId, end + 1, TimeBound.LOWER);
                long first = messages.offsetByTime(topic, queueId, begin, TimeBound.LOWER);
                found.addAll(newest(queue, Math.max(first, behind - share), behind, tag, max));
            }
        }
        found.sort(Comparator.comparingLong(FoundMessage::position));
        return found.subList(Math.max(0, found.size() - max), found.size());
    }

    private List<FoundMessage> newest(LogQueue queue, long first, long behind, String tag, int max) {
        TagFilter filter = TagFilter.anyOf(Tags.hash(tag));
        List<FoundMessage> found = new ArrayList<>();
        for (long end = behind; end > first && found.size() < max; end -= WINDOW_ENTRIES) {
            List<FoundMessage> window = new ArrayList<>();
            messages.read(queue, Math.max(first, end - WINDOW_ENTRIES), end, WINDOW_ENTRIES, Integer.MAX_VALUE, filter,
                    (source, at, size, offset, position) -> {
                        if (hasTag(source, at, tag)) {
                            window.add(new FoundMessage(source, at, size, offset, position));
                        }
                    });
            window.reversed().stream().limit(max - found.size()).forEach(found::add);
        }
        return found;
    }

    private static boolean hasTag(ByteBuffer source, int at, String tag) {
        return tag.equals(Properties.findLast(source, at + MessageLayout.propertiesAt(source, at),
                MessageLayout.propertiesLength(source, at), PropertyNames.TAGS));
    }
}
