package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Where a broadcasting consumer keeps how far it is: brokers keep no offsets of single members. Called on threads of
/// the consumer, one at a time for each queue; may block for a moment.
public interface OffsetStore {
    /// Empty when nothing was kept of this queue.
    OptionalLong read(String group, MessageQueue queue);

    /// @param offset everything before is consumed
    void write(String group, MessageQueue queue, long offset);

    /// Keeps offsets as long as the process lives, or as long as somebody holds on to the store.
    static OffsetStore inMemory() {
        record Key(String group, MessageQueue queue) {}

        Map<Key, Long> offsets = new ConcurrentHashMap<>();
        return new OffsetStore() {
            @Override
            public OptionalLong read(String group, MessageQueue queue) {
                Long offset = offsets.get(new Key(group, queue));
                return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
            }

            @Override
            public void write(String group, MessageQueue queue, long offset) {
                offsets.put(new Key(group, queue), offset);
            }
        };
    }
}
