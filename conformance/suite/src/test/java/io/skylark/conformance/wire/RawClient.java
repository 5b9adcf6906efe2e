package io.skylark.conformance.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A plain socket that sends any bytes, and reads frames. It knows nothing of our own codecs.
public final class RawClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CONNECT_LIMIT_MILLIS = 3_000;
    private static final Pattern CODE = Pattern.compile("\"code\":(-?\\d+)");
    private static final Pattern OPAQUE = Pattern.compile("\"opaque\":(-?\\d+)");

    private final Socket socket = new Socket();
    private final DataInputStream in;

    public RawClient(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), CONNECT_LIMIT_MILLIS);
        socket.setSoTimeout((int) LIMIT.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /// A connection to the broker that registered with this name server.
    ///
    /// @param nameServer `host:port`
    public static RawClient ofBroker(String nameServer) throws IOException {
        String[] parts = nameServer.split(":");
        try (RawClient names = new RawClient(parts[0], Integer.parseInt(parts[1]))) {
            String route = new String(names.ask(105, "topic", "TBW102").body(), StandardCharsets.UTF_8);
            Matcher address = Pattern.compile("\"([0-9.]+):(\\d+)\"").matcher(route);
            if (!address.find()) {
                throw new IOException("no broker in the route " + route);
            }
            return new RawClient(address.group(1), Integer.parseInt(address.group(2)));
        }
    }

    /// An answer: its header as text, and its body.
    public record Answer(String header, byte[] body) {
        public int code() {
            return Integer.parseInt(find(CODE));
        }

        public int opaque() {
            return Integer.parseInt(find(OPAQUE));
        }

        /// The remark with its escapes undone as far as remarks use them; empty when there is none.
        public String remark() {
            Matcher matcher = Pattern.compile("\"remark\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(header);
            return matcher.find()
                    ? matcher.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\")
                    : "";
        }

        /// Whether it is a request of the other side.
        public boolean pushed() {
            return !header.matches(".*\"flag\":[13]\\b.*");
        }

        public String field(String name) {
            return find(Pattern.compile("\"" + name + "\":\"([^\"]*)\""));
        }

        private String find(Pattern pattern) {
            Matcher matcher = pattern.matcher(header);
            if (!matcher.find()) {
                throw new AssertionError("no " + pattern + " in " + header);
            }
            return matcher.group(1);
        }
    }

    public static byte[] frame(String header, byte[] body) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length + body.length)
                .putInt(4 + bytes.length + body.length)
                .putInt(bytes.length)
                .put(bytes)
                .put(body)
                .array();
    }

    /// A request header; `fields` are names and values in turn.
    public static String header(int code, int opaque, String... fields) {
        StringBuilder text = new StringBuilder("{\"code\":" + code + ",\"flag\":0,\"language\":\"JAVA\",\"opaque\":"
                + opaque + ",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513,\"extFields\":{");
        for (int i = 0; i < fields.length; i += 2) {
            text.append(i == 0 ? "" : ",").append("\"" + fields[i] + "\":\"" + fields[i + 1] + "\"");
        }
        return text.append("}}").toString();
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /// Ends our direction; the other side sees the end of the stream.
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    public Answer read() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        int headerLength = ByteBuffer.wrap(frame).getInt() & 0xFFFFFF;
        return new Answer(
                new String(frame, 4, headerLength, StandardCharsets.UTF_8),
                Arrays.copyOfRange(frame, 4 + headerLength, frame.length));
    }

    /// The next frame, if it begins within this time.
    public Optional<Answer> read(Duration limit) throws IOException {
        socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
        in.mark(1);
        try {
            if (in.read() < 0) {
                throw new EOFException("closed by the other side");
            }
            in.reset();
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        } finally {
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
        }
        return Optional.of(read());
    }

    public Answer ask(String header, byte[] body) throws IOException {
        send(frame(header, body));
        return read();
    }

    public Answer ask(int code, String... fields) throws IOException {
        return ask(header(code, 1, fields), new byte[0]);
    }

    /// Waits for the other side to close the connection, and says what came instead when it does not.
    public @Nullable String notClosed() throws IOException {
        try {
            int next = in.read();
            return next < 0 ? null : "byte " + next;
        } catch (EOFException | SocketException closed) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
