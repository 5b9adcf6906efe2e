package io.skylark.bench.admin;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One connection with one call at a time.
public final class ServerCalls implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final Socket socket;
    private final DataInputStream input;
    private int lastOpaque;

    private ServerCalls(Socket socket, DataInputStream input) {
        this.socket = socket;
        this.input = input;
    }

    /// @throws IOException when nobody listens there
    public static ServerCalls connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
            socket.connect(address, (int) CONNECT_LIMIT.toMillis());
            return new ServerCalls(socket, new DataInputStream(new BufferedInputStream(socket.getInputStream())));
        } catch (IOException e) {
            socket.close();
            throw new IOException(address + " is not reachable: " + e.getMessage(), e);
        }
    }

    /// The answer, whatever its code.
    public Command call(Command request) throws IOException {
        int opaque = ++lastOpaque;
        socket.getOutputStream().write(CommandCodec.encode(request.withOpaque(opaque), SerializeType.JSON));
        while (true) {
            int length = input.readInt();
            CommandCodec.checkLength(length);
            Command answer = CommandCodec.decode(ByteBuffer.wrap(input.readNBytes(length)));
            if (answer.isResponse() && answer.opaque() == opaque) {
                return answer;
            }
        }
    }

    /// The answer to a call that must succeed.
    ///
    /// @throws IOException with code and remark when it does not
    public Command demand(Command request) throws IOException {
        Command answer = call(request);
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new IOException(socket.getRemoteSocketAddress() + " answered request " + request.code()
                    + " with code " + answer.code() + ": " + answer.remark());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
