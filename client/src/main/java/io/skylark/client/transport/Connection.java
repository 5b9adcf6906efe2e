package io.skylark.client.transport;

import io.skylark.client.config.Address;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection, from dialling to its end; it is never reopened. Its own thread dials, then reads until the end. Any
/// thread may send, see [Outbox]; the channel does not block, so nobody hangs in a write, and no interrupt closes it. What
/// is sent before the connection is made waits in the outbox, so that it leaves in the order of the calls. What is not
/// taken by the other side for too long ends the connection.
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /// A server that is quiet for less than this is not dead, however short the time is that a request may take.
    static final Duration MIN_SILENCE = Duration.ofSeconds(1);

    /// What a connection tells its owner, on the reader thread.
    interface Owner {
        void opened(Connection connection);

        void requested(Connection connection, Command request);

        void closed(Connection connection);

        /// Whether the calling thread, any one, brings results of the owner's connections, so that it must wait for nothing.
        boolean bringsResults();
    }

    private final String server;
    private final TransportConfig config;
    private final UnaryOperator<Command> signing;
    private final LongSupplier nanoClock;
    private final Owner owner;
    private final SocketChannel channel;
    private final @Nullable TlsChannel tls;
    private final PendingCalls calls;
    private final CompletableFuture<Connection> opened = new CompletableFuture<>();
    private final AtomicInteger lastOpaque = new AtomicInteger();
    private final Outbox outbox;
    private final AtomicReference<@Nullable SkylarkException> end = new AtomicReference<>();

    /// Null until the socket is connected; then waits for what can be read, or written.
    private volatile @Nullable Selector selector;

    /// It is the reader's turn to write; so it is at first.
    private volatile boolean handedOver = true;
    private volatile @Nullable Thread reader;

    /// When the connection was made, and until then when its dialling began.
    private volatile long openedNanos;

    private volatile long lastReadNanos;
    private volatile boolean retiring;

    /// Of the timer: since when nothing was heard although requests waited, and some of them in vain.
    private OptionalLong silentSince = OptionalLong.empty();

    private Connection(
            String server,
            TransportConfig config,
            UnaryOperator<Command> signing,
            LongSupplier nanoClock,
            Owner owner,
            SocketChannel channel) {
        this.server = server;
        this.config = config;
        this.signing = signing;
        this.nanoClock = nanoClock;
        this.owner = owner;
        this.channel = channel;
        this.tls = config.tls() == null ? null : new TlsChannel(channel, config.tls(), Address.parse(server));
        this.calls = new PendingCalls(server);
        this.outbox = new Outbox(stream(), nanoClock, this::handOver);
        this.openedNanos = nanoClock.getAsLong();
        this.lastReadNanos = openedNanos;
    }

    /// Starts to dial and returns at once.
    ///
    /// @param signing the last that happens to a request before it is sent
    static Connection dial(
            String server,
            TransportConfig config,
            UnaryOperator<Command> signing,
            LongSupplier nanoClock,
            Owner owner) {
        SocketChannel channel;
        try {
            channel = SocketChannel.open();
        } catch (IOException noSocket) {
            throw new UnreachableException("no socket for " + server + ": " + noSocket.getMessage(), server,
                    "Raise the limit of open files", noSocket);
        }
        Connection connection = new Connection(server, config, signing, nanoClock, owner, channel);
        new Reader(connection).start();
        return connection;
    }

    /// The thread that dials and reads.
    private static final class Reader extends Thread {
        private final Owner owner;

        Reader(Connection connection) {
            super(connection::run, "skylark-client-reader " + connection.server);
            owner = connection.owner;
            setDaemon(true);
        }
    }

    /// Whether this thread reads from a connection of that owner.
    static boolean isReaderOf(Owner owner) {
        return Thread.currentThread() instanceof Reader known && known.owner.equals(owner);
    }

    boolean isReadByThisThread() {
        return Thread.currentThread() == reader;
    }

    private ByteChannel stream() {
        return tls == null ? channel : tls;
    }

    String server() {
        return server;
    }

    boolean isClosed() {
        return end.get() != null;
    }

    /// Sends a request, as soon as the connection is made; the answer completes the result on the reader thread, whatever
    /// its code. Fails with a [SkylarkException] when the connection ends first or cannot be made, or no answer comes in
    /// time.
    ///
    /// @param givingUp as with [PendingCalls]
    CompletableFuture<Command> call(Command request, Duration timeout, Executor givingUp) {
        if (calls.size() >= config.maxInFlight()) {
            return CompletableFuture.failedFuture(new CallAbandonedException(
                    calls.size() + " requests wait for answers of " + server + ": the limit is reached", true, null));
        }
        int opaque = lastOpaque.incrementAndGet();
        CompletableFuture<Command> answer = calls.add(opaque, request.code(), nanoClock.getAsLong(), timeout, givingUp);
        try {
            if (!write(request.withOpaque(opaque), timeout)) {
                calls.forget(opaque);
                return CompletableFuture.failedFuture(full());
            }
        } catch (IOException failure) {
            close(lost(failure));
        } catch (ProtocolException tooLarge) {
            calls.forget(opaque);
            return CompletableFuture.failedFuture(new MessageRejectedException(String.valueOf(tooLarge.getMessage())));
        }
        SkylarkException ended = end.get();
        if (ended != null) {
            calls.failAll(ended);
        }
        return answer;
    }

    /// What is left of the time of a request, which counts from when the connection was made.
    Duration left(long sentNanos, Duration timeout) {
        long opened = openedNanos;
        long begin = sentNanos - opened < 0 ? opened : sentNanos;
        return Duration.ofNanos(Math.max(0, timeout.toNanos() - (nanoClock.getAsLong() - begin)));
    }

    private CallAbandonedException full() {
        return new CallAbandonedException(
                server + " is slow, and " + Outbox.MAX_QUEUED_BYTES + " bytes wait to be sent to it", true, null);
    }

    /// Sends a request that is not answered, or an answer.
    void send(Command command) {
        try {
            if (!write(command, config.writeStall())) {
                throw full();
            }
        } catch (IOException failure) {
            UnreachableException lost = lost(failure);
            close(lost);
            throw lost;
        }
    }

    /// Sends a request that is not answered, with an opaque of its own; done when the connection is made.
    CompletableFuture<Void> oneway(Command request) {
        send(request.withOpaque(lastOpaque.incrementAndGet()));
        return opened.thenAccept(made -> { });
    }

    private boolean write(Command command, Duration patience) throws IOException {
        Command ready = command.isResponse() ? command : signing.apply(command);
        ByteBuffer head = CommandCodec.encodeHead(ready, CommandCodec.fitting(config.headers(), ready));
        return outbox.send(head, ready.body().duplicate(), patienceNanos(patience));
    }

    /// The reader makes the room that it would wait for. Other threads that bring results take what there is: a server
    /// that takes nothing holds up no answers of another.
    private long patienceNanos(Duration patience) {
        if (isReadByThisThread()) {
            return -1;
        }
        return owner.bringsResults() ? 0 : patience.toNanos();
    }

    private void handOver() {
        handedOver = true;
        wakeUp();
    }

    private void wakeUp() {
        Selector waiting = selector;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    private void run() {
        reader = Thread.currentThread();
        try {
            connect();
            try (Selector waiting = Selector.open()) {
                channel.configureBlocking(false);
                SelectionKey key = channel.register(waiting, SelectionKey.OP_READ);
                selector = waiting;
                if (tls != null) {
                    tls.handshake(key, config.connectTimeout(), nanoClock);
                }
                openedNanos = nanoClock.getAsLong();
                lastReadNanos = openedNanos;
                opened.complete(this);
                owner.opened(this);
                serve(waiting, key);
            }
        } catch (IOException | RuntimeException failure) {
            close(opened.isDone() ? lost(failure) : notMade(failure));
        } finally {
            close(lost(new IOException("its reader ended")));
            finish();
        }
    }

    private void serve(Selector waiting, SelectionKey key) throws IOException {
        FrameReader frames = new FrameReader(stream());
        boolean myTurn = false;
        while (!isClosed()) {
            if (handedOver) {
                handedOver = false;
                myTurn = true;
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            var unused = waiting.select();
            waiting.selectedKeys().clear();
            if (isClosed()) {
                return;
            }
            if (myTurn && key.isWritable() && outbox.write(1)) {
                myTurn = false;
                key.interestOps(SelectionKey.OP_READ);
            }
            if (key.isReadable()) {
                receive(frames);
            }
        }
    }

    /// Of an encrypted connection everything that is there: nobody is woken for what the channel below has given already.
    private void receive(FrameReader frames) throws IOException {
        do {
            frames.read();
            for (Command next = frames.next(); next != null && !isClosed(); next = frames.next()) {
                receive(next);
            }
        } while (tls != null && tls.hasReceived() && !isClosed());
    }

    /// Fails what waits, on the reader thread like everything that is completed, so that no other thread of the client
    /// runs what depends on it.
    private void finish() {
        SkylarkException cause = Objects.requireNonNull(end.get());
        owner.closed(this);
        opened.completeExceptionally(cause);
        calls.failAll(cause);
    }

    private void connect() throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Address address = Address.parse(server);
        InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
        if (target.isUnresolved()) {
            throw new IOException("the host name is unknown");
        }
        channel.socket().connect(target, (int) config.connectTimeout().toMillis());
    }

    private void receive(Command command) {
        lastReadNanos = nanoClock.getAsLong();
        if (!command.isResponse()) {
            owner.requested(this, command);
            return;
        }
        if (!calls.complete(command)) {
            LOG.debug("An answer of {} came after its request was given up", server);
        }
        if (retiring && calls.size() == 0) {
            close(lost(new IOException("the server asked this client to go away")));
        }
    }

    /// Takes no new requests from the pool's side; ends when the last answer is there.
    void retire() {
        retiring = true;
        if (calls.size() == 0) {
            close(lost(new IOException("the server asked this client to go away")));
        }
    }

    /// Called by the timer: fails requests that waited too long, and ends a connection that is dead: a write hangs, or
    /// nothing was heard all the time that a request waited. Dialling has a limit of its own.
    void sweep() {
        if (!opened.isDone()) {
            return;
        }
        long now = nanoClock.getAsLong();
        if (isSilent(now, lastReadNanos)) {
            close(lost(new IOException("nothing was heard while a request waited")));
        }
        if (outbox.isStuck(now, config.writeStall().toNanos())) {
            close(lost(new IOException("it took nothing for more than " + config.writeStall().toSeconds() + " s")));
        }
    }

    private boolean isSilent(long now, long lastRead) {
        OptionalLong since = calls.expire(now, openedNanos, lastRead);
        if (silentSince.isEmpty() || lastRead - silentSince.getAsLong() > 0) {
            silentSince = since;
        }
        return silentSince.isPresent() && now - silentSince.getAsLong() >= MIN_SILENCE.toNanos();
    }

    /// Ends the connection; its reader notices and fails what waits.
    void close(SkylarkException cause) {
        if (!end.compareAndSet(null, cause)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.debug("Closing the connection to {} failed", server, failure);
        }
        outbox.close();
        wakeUp();
    }

    private UnreachableException notMade(Exception failure) {
        String nextStep = failure instanceof SSLException
                ? "Does the server encrypt, and does this client trust its certificate?"
                : "Is the server running, and is the address right?";
        return new UnreachableException(
                "Cannot connect to " + server + ": " + failure.getMessage(), server, nextStep, failure);
    }

    private UnreachableException lost(Exception failure) {
        return new UnreachableException(
                "The connection to " + server + " was lost: " + failure.getMessage(), server, null, failure);
    }
}
