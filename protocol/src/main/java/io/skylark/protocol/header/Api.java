package io.skylark.protocol.header;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.util.Map;

/// A conversation: its request code and the fields of both directions.
public final class Api<Q extends Record & RequestHeader, R extends Record & ResponseHeader> {
    private final int code;
    private final HeaderCodec<Q> request;
    private final HeaderCodec<R> response;

    private Api(int code, Class<Q> request, Class<R> response) {
        this.code = code;
        this.request = HeaderCodec.of(request);
        this.response = HeaderCodec.of(response);
    }

    public static <Q extends Record & RequestHeader, R extends Record & ResponseHeader> Api<Q, R> of(
            int code, Class<Q> request, Class<R> response) {
        return new Api<>(code, request, response);
    }

    public int code() {
        return code;
    }

    /// A request without its opaque, which is set when it is sent.
    public Command request(Q header) {
        return request(header, Command.NO_BODY);
    }

    public Command request(Q header, ByteBuffer body) {
        return Command.request(code, 0, request.encode(header), body);
    }

    public Command oneway(Q header, ByteBuffer body) {
        return Command.oneway(code, 0, request.encode(header), body);
    }

    public Q decodeRequest(Command command) {
        return request.decode(command.fields());
    }

    public R decodeResponse(Command command) {
        return response.decode(command.fields());
    }

    /// A successful response without its opaque.
    public Command success(R header) {
        return response(ResponseCode.SUCCESS, header);
    }

    /// A response with any code that carries the header all the same.
    public Command response(int responseCode, R header) {
        Map<String, String> fields = response.encode(header);
        return Command.response(responseCode, null).withFields(fields);
    }
}
