package io.skylark.protocol;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One frame: a request or a response.
///
/// `code` is the request code or, with the response bit, the response code. `opaque` matches a response to its request.
/// `fields` are the header fields, never absent here; `body` is read from position to limit and may be empty.
public record Command(
        int code,
        Language language,
        int version,
        int opaque,
        int flag,
        @Nullable String remark,
        Map<String, String> fields,
        ByteBuffer body) {

    public static final int FLAG_RESPONSE = 1;
    public static final int FLAG_ONEWAY = 2;

    public static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    public static Command request(int code, int opaque, Map<String, String> fields, ByteBuffer body) {
        return new Command(code, Language.JAVA, Version.CURRENT, opaque, 0, null, fields, body);
    }

    public static Command oneway(int code, int opaque, Map<String, String> fields, ByteBuffer body) {
        return new Command(code, Language.JAVA, Version.CURRENT, opaque, FLAG_ONEWAY, null, fields, body);
    }

    /// A response without its opaque, which is the request's and set when it is sent.
    public static Command response(int code, @Nullable String remark) {
        return new Command(
                code, Language.JAVA, Version.CURRENT, 0, FLAG_RESPONSE, remark, new HashMap<>(), NO_BODY);
    }

    public Command withOpaque(int value) {
        return new Command(code, language, version, value, flag, remark, fields, body);
    }

    public Command withRemark(@Nullable String value) {
        return new Command(code, language, version, opaque, flag, value, fields, body);
    }

    public Command withFields(Map<String, String> value) {
        return new Command(code, language, version, opaque, flag, remark, value, body);
    }

    public Command withBody(ByteBuffer value) {
        return new Command(code, language, version, opaque, flag, remark, fields, value);
    }

    public Command withBody(byte[] value) {
        return withBody(ByteBuffer.wrap(value));
    }

    public boolean isResponse() {
        return (flag & FLAG_RESPONSE) != 0;
    }

    public boolean isOneway() {
        return (flag & FLAG_ONEWAY) != 0;
    }

    public @Nullable String field(String name) {
        return fields.get(name);
    }

    /// A copy of the body's bytes.
    public byte[] bodyBytes() {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        return bytes;
    }
}
