package io.skylark.log.inspect;

import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a dump shows of one message. Texts that the message does not have are empty.
///
/// @param position of the message, as in its id
/// @param bodySize of the stored, possibly compressed body
public record DumpedMessage(
        long position, String topic, int queueId, String tags, String keys, String uniqueKey, int bodySize) {

    static DumpedMessage read(ByteBuffer source, int at, long position) {
        Map<String, String> properties = Properties.decode(
                source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at));
        int topicAt = at + MessageLayout.topicAt(source, at);
        ByteBuffer topic = source.slice(topicAt, MessageLayout.topicLength(source, at));
        return new DumpedMessage(position, StandardCharsets.UTF_8.decode(topic).toString(),
                MessageLayout.queueId(source, at), properties.getOrDefault(PropertyNames.TAGS, ""),
                properties.getOrDefault(PropertyNames.KEYS, ""),
                properties.getOrDefault(PropertyNames.UNIQUE_KEY, ""), MessageLayout.bodyLength(source, at));
    }
}
