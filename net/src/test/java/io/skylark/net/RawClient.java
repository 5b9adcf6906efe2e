package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/// A client that writes and reads bytes on a plain socket. Confined to one test.
final class RawClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /// The serialization of the last frame that was read.
    private SerializeType lastType = SerializeType.JSON;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Command request(int code, int opaque, String body) {
        return Command.request(code, opaque, new HashMap<>(), ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Command command) {
        return new String(command.bodyBytes(), StandardCharsets.UTF_8);
    }

    static byte[] frame(Command command) {
        return CommandCodec.encode(command, SerializeType.JSON);
    }

    RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    RawClient send(Command command) throws IOException {
        return send(frame(command));
    }

    RawClient send(Command command, SerializeType type) throws IOException {
        return send(CommandCodec.encode(command, type));
    }

    Command read() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        lastType = SerializeType.of(frame[0]);
        return CommandCodec.decode(ByteBuffer.wrap(frame));
    }

    SerializeType lastType() {
        return lastType;
    }

    Command call(Command command) throws IOException {
        return send(command).read();
    }

    /// True when the server has closed the connection and said nothing before.
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
