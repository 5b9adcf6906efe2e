package io.skylark.client.transport;

import io.skylark.client.config.Address;
import io.skylark.client.config.TlsConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// A channel that does not block, encrypted. After the handshake one thread may read while another writes, as with the
/// channel below. What the other side wants to change later is answered with the next write; with TLS 1.2 that ends the
/// connection. Closing says no good-bye: frames tell their length, so that a cut one is noticed.
final class TlsChannel implements ByteChannel {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final String NEWEST = "TLSv1.3";

    /// Type 1, version 2, length 2.
    private static final int RECORD_HEADER_BYTES = 5;

    private static final int RECORD_LENGTH_AT = 3;

    private final SocketChannel channel;
    private final SSLEngine engine;

    // Of the one who reads.
    private ByteBuffer received;
    private ByteBuffer plain;

    // Of the one who writes.
    private ByteBuffer leaving;

    /// How many bytes of the source are in `leaving`. They count as written when it has left: a writer that has
    /// nothing left to write does not come back.
    private int sealed;

    TlsChannel(SocketChannel channel, TlsConfig config, Address server) {
        this.channel = channel;
        this.engine = config.context().createSSLEngine(server.host(), server.port());
        engine.setUseClientMode(true);
        if (config.verifyNames()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        this.received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
        this.leaving = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    }

    /// Agrees with the other side, before anything is read or written.
    ///
    /// @param key of the channel; nobody else waits for it meanwhile
    /// @throws SSLException when they do not agree, or not in time
    void handshake(SelectionKey key, Duration limit, LongSupplier nanoClock) throws IOException {
        long deadline = nanoClock.getAsLong() + limit.toNanos();
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (isShaking(status) || leaving.hasRemaining()) {
            if (leaving.hasRemaining()) {
                channel.write(leaving);
                if (leaving.hasRemaining()) {
                    await(key, SelectionKey.OP_WRITE, deadline - nanoClock.getAsLong());
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                seal(NOTHING);
            } else if (unwrap().getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                int count = receive();
                if (count < 0) {
                    throw new SSLException("the server closed the connection instead of agreeing on encryption");
                }
                if (count == 0) {
                    await(key, SelectionKey.OP_READ, deadline - nanoClock.getAsLong());
                }
            }
            runTasks();
            status = engine.getHandshakeStatus();
        }
    }

    private static boolean isShaking(HandshakeStatus status) {
        return status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void await(SelectionKey key, int operation, long nanos) throws IOException {
        if (nanos <= 0) {
            throw new SSLException("the server did not agree on encryption in time");
        }
        key.interestOps(operation);
        // A wake-up says that the connection was closed, which the next call of the channel says too.
        var unused = key.selector().select(Duration.ofNanos(nanos).toMillis() + 1);
        key.selector().selectedKeys().clear();
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /// Whether the next read does something although the channel below may have nothing: something plain is left, or a
    /// whole record.
    boolean hasReceived() {
        if (plain.hasRemaining()) {
            return true;
        }
        return received.remaining() >= RECORD_HEADER_BYTES
                && received.remaining() - RECORD_HEADER_BYTES
                        >= Short.toUnsignedInt(received.getShort(received.position() + RECORD_LENGTH_AT));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!plain.hasRemaining()) {
            switch (unwrap().getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    int count = receive();
                    if (count <= 0) {
                        return count;
                    }
                }
                case CLOSED -> {
                    return -1;
                }
                default -> checkAgreed();
            }
        }
        int count = Math.min(plain.remaining(), target.remaining());
        target.put(target.position(), plain, plain.position(), count).position(target.position() + count);
        plain.position(plain.position() + count);
        return count;
    }

    /// TLS 1.3 changes keys and hands out tickets by the way; its predecessor would begin anew.
    private void checkAgreed() throws SSLException {
        runTasks();
        if (isShaking(engine.getHandshakeStatus()) && !engine.getSession().getProtocol().equals(NEWEST)) {
            throw new SSLException("the server wants to agree on encryption anew");
        }
    }

    /// Only while nothing plain is left.
    private SSLEngineResult unwrap() throws SSLException {
        plain.clear();
        SSLEngineResult result = engine.unwrap(received, plain);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            plain = ByteBuffer.allocate(Math.max(
                    2 * plain.capacity(), engine.getSession().getApplicationBufferSize()));
            result = engine.unwrap(received, plain);
        }
        plain.flip();
        return result;
    }

    /// @return 0 when nothing has come
    private int receive() throws IOException {
        received.compact();
        if (!received.hasRemaining()) {
            received = ByteBuffer.allocate(2 * received.capacity()).put(received.flip());
        }
        int count = channel.read(received);
        received.flip();
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int begin = source.position();
        while (true) {
            if (leaving.hasRemaining()) {
                channel.write(leaving);
                if (leaving.hasRemaining()) {
                    return source.position() - begin;
                }
            }
            source.position(source.position() + sealed);
            sealed = 0;
            if (!source.hasRemaining()) {
                return source.position() - begin;
            }
            sealed = seal(source.duplicate());
        }
    }

    /// Makes one record.
    ///
    /// @return how much of the source is in it
    private int seal(ByteBuffer source) throws SSLException {
        leaving.clear();
        SSLEngineResult result = engine.wrap(source, leaving);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            leaving = ByteBuffer.allocate(Math.max(2 * leaving.capacity(), engine.getSession().getPacketBufferSize()));
            result = engine.wrap(source, leaving);
        }
        leaving.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("the server ended the encryption");
        }
        return result.bytesConsumed();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
