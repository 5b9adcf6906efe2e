package io.skylark.protocol;

import io.skylark.protocol.json.JsonBytes;
import io.skylark.protocol.json.JsonReader;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON header: keys in any order, unknown keys ignored, field values taken as text.
final class JsonHeader {
    /// Room for what every header has, and for some characters that are escaped.
    private static final int FIXED_BYTES = 192;
    /// Quotes, colon and comma.
    private static final int FIELD_BYTES = 6;

    private static final List<String> KEYS =
            List.of("code", "extFields", "flag", "language", "opaque", "remark", "serializeTypeCurrentRPC", "version");

    /// Fields of the busiest answers, those to sends and pulls: their names were a tenth of what a send allocated.
    static final List<String> BUSY_FIELDS = List.of(
            "queueId", "queueOffset", "msgId", "transactionId", "MSG_REGION", "TRACE_ON", "nextBeginOffset", "minOffset",
            "maxOffset", "suggestWhichBrokerId");

    private JsonHeader() {}

    static Command decode(ByteBuffer header, ByteBuffer body) {
        JsonReader reader = reader(header);
        int code = 0;
        Language language = Language.OTHER;
        int version = 0;
        int opaque = 0;
        int flag = 0;
        String remark = null;
        Map<String, String> fields = Map.of();
        boolean hasCode = false;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.key(KEYS)) {
                case "code" -> {
                    code = reader.intValue();
                    hasCode = true;
                }
                case "flag" -> flag = reader.intValue();
                case "opaque" -> opaque = reader.intValue();
                case "version" -> version = reader.intValue();
                case "language" -> language = language(reader.scalar());
                case "remark" -> remark = reader.scalar();
                case "extFields" -> fields = fields(reader);
                default -> reader.value();
            }
        }
        reader.end();
        if (!hasCode) {
            throw new ProtocolException("the JSON header has no code");
        }
        return new Command(code, language, version, opaque, flag, remark, fields, body);
    }

    /// Bytes that lie in memory already are not copied: that was a twentieth of what a send allocated.
    private static JsonReader reader(ByteBuffer header) {
        if (header.hasArray()) {
            int start = header.arrayOffset() + header.position();
            return new JsonReader(header.array(), start, start + header.remaining());
        }
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        return new JsonReader(bytes);
    }

    private static Language language(@Nullable String name) {
        return name == null ? Language.OTHER : Language.of(name);
    }

    private static Map<String, String> fields(JsonReader reader) {
        Map<String, String> fields = new HashMap<>();
        if (!reader.beginObjectOrNull()) {
            return fields;
        }
        while (reader.hasNext()) {
            String name = reader.key(BUSY_FIELDS);
            String value = reader.scalar();
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    /// Keys in the order of the official encoder; `extFields` is always written, because old clients read it unchecked.
    ///
    /// @param room bytes in front of the header that stay free
    static ByteBuffer encode(Command command, int room) {
        int expected = FIXED_BYTES;
        for (Map.Entry<String, String> field : command.fields().entrySet()) {
            expected += FIELD_BYTES + field.getKey().length() + field.getValue().length();
        }
        // With room for all of it nothing is copied while it grows, which was a tenth of what a send allocated.
        JsonBytes text = new JsonBytes(room, expected);
        text.plain("{\"code\":").number(command.code()).plain(",\"extFields\":{");
        boolean first = true;
        for (Map.Entry<String, String> field : command.fields().entrySet()) {
            if (!first) {
                text.plain(",");
            }
            first = false;
            text.quote(field.getKey()).plain(":").quote(field.getValue());
        }
        text.plain("},\"flag\":").number(command.flag());
        text.plain(",\"language\":\"").plain(command.language().name());
        text.plain("\",\"opaque\":").number(command.opaque());
        String remark = command.remark();
        if (remark != null) {
            text.plain(",\"remark\":").quote(remark);
        }
        text.plain(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":").number(command.version()).plain("}");
        return text.whole();
    }
}
