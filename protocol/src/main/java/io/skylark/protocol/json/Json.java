package io.skylark.protocol.json;

import io.skylark.protocol.wire.ProtocolException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Bodies as JSON. Records are objects whose keys are the names of their components.
public final class Json {
    private Json() {}

    /// In the form of the official encoder: keys in alphabetical order, nulls left out, number keys bare.
    public static byte[] encode(Object value) {
        return new JsonWriter(false).write(value).getBytes(StandardCharsets.UTF_8);
    }

    /// In strict JSON: as [#encode(Object)], with quoted and sorted map keys and only ASCII characters.
    public static byte[] encodeStrict(Object value) {
        return new JsonWriter(true).write(value).getBytes(StandardCharsets.UTF_8);
    }

    /// As [#encode(Object)], with each value on a line of its own, indented with tabs: as RocketMQ writes its files.
    public static byte[] encodePretty(Object value) {
        return JsonIndent.of(new JsonWriter(false).write(value)).getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a body as a record. Unknown keys are ignored, missing ones are 0, false, null or empty.
    ///
    /// @throws ProtocolException when the bytes are not JSON or of another shape
    public static <T> T decode(ByteBuffer body, Class<T> type) {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        return type.cast(decode(bytes, (Type) type));
    }

    /// Reads a value of any type made of records, lists, sets, maps, strings, numbers, booleans and enums.
    public static Object decode(byte[] bytes, Type type) {
        Object value = JsonBinding.bind(tree(bytes), type, "body");
        if (value == null) {
            throw new ProtocolException("the body is empty");
        }
        return value;
    }

    /// Reads a body as a tree, see [JsonReader].
    public static @Nullable Object tree(byte[] bytes) {
        JsonReader reader = new JsonReader(bytes);
        Object tree = reader.value();
        reader.end();
        return tree;
    }
}
