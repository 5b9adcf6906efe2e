package io.skylark.protocol;

import io.skylark.protocol.json.JsonReader;
import io.skylark.protocol.json.JsonText;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON header: keys in any order, unknown keys ignored, field values taken as text.
final class JsonHeader {
    /// Room for what every header has, and for some characters that are escaped.
    private static final int FIXED_CHARS = 256;
    /// Quotes, colon and comma.
    private static final int FIELD_CHARS = 6;

    private JsonHeader() {}

    static Command decode(ByteBuffer header, ByteBuffer body) {
        byte[] bytes = new byte[header.remaining()];
        header.get(bytes);
        JsonReader reader = new JsonReader(bytes);
        int code = 0;
        Language language = Language.OTHER;
        int version = 0;
        int opaque = 0;
        int flag = 0;
        String remark = null;
        Map<String, String> fields = new HashMap<>();
        boolean hasCode = false;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.key()) {
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

    private static Language language(@Nullable String name) {
        return name == null ? Language.OTHER : Language.of(name);
    }

    private static Map<String, String> fields(JsonReader reader) {
        Map<String, String> fields = new HashMap<>();
        if (!reader.beginObjectOrNull()) {
            return fields;
        }
        while (reader.hasNext()) {
            String name = reader.key();
            String value = reader.scalar();
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    /// Keys in the order of the official encoder; `extFields` is always written, because old clients read it unchecked.
    static byte[] encode(Command command) {
        int size = FIXED_CHARS;
        for (Map.Entry<String, String> field : command.fields().entrySet()) {
            size += FIELD_CHARS + field.getKey().length() + field.getValue().length();
        }
        // With room for all of it nothing is copied while it grows, which was a tenth of what a send allocated.
        StringBuilder text = new StringBuilder(size);
        text.append("{\"code\":").append(command.code()).append(",\"extFields\":{");
        boolean first = true;
        for (Map.Entry<String, String> field : command.fields().entrySet()) {
            if (!first) {
                text.append(',');
            }
            first = false;
            JsonText.quote(field.getKey(), text);
            text.append(':');
            JsonText.quote(field.getValue(), text);
        }
        text.append("},\"flag\":").append(command.flag());
        text.append(",\"language\":\"").append(command.language());
        text.append("\",\"opaque\":").append(command.opaque());
        String remark = command.remark();
        if (remark != null) {
            text.append(",\"remark\":");
            JsonText.quote(remark, text);
        }
        text.append(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":").append(command.version()).append('}');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
