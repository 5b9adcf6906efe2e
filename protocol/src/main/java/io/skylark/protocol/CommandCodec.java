package io.skylark.protocol;

import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;

/// Frames as bytes. All integers are big-endian.
///
/// | size | field |
/// |---|---|
/// | 4 | number of bytes that follow, at most [#MAX_FRAME_BYTES] - 4 |
/// | 1 | header serialization, [SerializeType] |
/// | 3 | header length |
/// | n | header |
/// | rest | body |
public final class CommandCodec {
    /// The largest frame, its length field included.
    public static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

    private static final int LENGTH_BYTES = 4;
    private static final int MARKER_BYTES = 4;

    private CommandCodec() {}

    /// Checks the value of a frame's length field, before anything behind it is read.
    ///
    /// @throws ProtocolException when no frame of this length is allowed
    public static void checkLength(int length) {
        if (length < MARKER_BYTES || length > MAX_FRAME_BYTES - 4) {
            throw new ProtocolException(
                    "frame length " + length + " outside " + MARKER_BYTES + " to " + (MAX_FRAME_BYTES - 4));
        }
    }

    /// Decodes one frame, given from behind its length field to its end. The body is a view of the source.
    ///
    /// @throws ProtocolException when the bytes are no frame
    public static Command decode(ByteBuffer frame) {
        int start = frame.position();
        if (frame.remaining() < MARKER_BYTES) {
            throw new ProtocolException("a frame of " + frame.remaining() + " bytes has no header length");
        }
        int marker = frame.getInt(start);
        SerializeType type = SerializeType.of(marker >>> 24);
        int headerLength = marker & 0xFFFFFF;
        if (headerLength > frame.remaining() - MARKER_BYTES) {
            throw new ProtocolException("header length " + headerLength + " exceeds the frame's "
                    + (frame.remaining() - MARKER_BYTES) + " bytes");
        }
        ByteBuffer header = frame.slice(start + MARKER_BYTES, headerLength);
        int bodyAt = start + MARKER_BYTES + headerLength;
        ByteBuffer body = bodyAt == frame.limit() ? Command.NO_BODY : frame.slice(bodyAt, frame.limit() - bodyAt);
        return switch (type) {
            case JSON -> JsonHeader.decode(header, body);
            case ROCKETMQ -> BinaryHeader.decode(header, body);
        };
    }

    /// The wanted form of header, unless the code does not fit into it: binary headers have two bytes for it, and those of
    /// popping need more. Servers read either form of each frame.
    public static SerializeType fitting(SerializeType wanted, Command command) {
        return command.code() > Short.MAX_VALUE ? SerializeType.JSON : wanted;
    }

    /// Encodes length, marker and header of a frame; the caller sends the body right behind.
    ///
    /// @throws ProtocolException when the frame would be larger than [#MAX_FRAME_BYTES]
    public static ByteBuffer encodeHead(Command command, SerializeType type) {
        ByteBuffer head = switch (type) {
            case JSON -> JsonHeader.encode(command, LENGTH_BYTES + MARKER_BYTES);
            case ROCKETMQ -> BinaryHeader.encode(command, LENGTH_BYTES + MARKER_BYTES);
        };
        int header = head.remaining() - LENGTH_BYTES - MARKER_BYTES;
        long length = MARKER_BYTES + (long) header + command.body().remaining();
        if (length > MAX_FRAME_BYTES - LENGTH_BYTES) {
            throw new ProtocolException(
                    "a frame of " + (length + LENGTH_BYTES) + " bytes exceeds " + MAX_FRAME_BYTES);
        }
        return head.putInt(0, (int) length).putInt(LENGTH_BYTES, type.code() << 24 | header);
    }

    /// Encodes a whole frame.
    public static byte[] encode(Command command, SerializeType type) {
        ByteBuffer head = encodeHead(command, type);
        int body = command.body().remaining();
        byte[] frame = new byte[head.remaining() + body];
        head.get(frame, 0, frame.length - body);
        command.body().get(command.body().position(), frame, frame.length - body, body);
        return frame;
    }
}
