package io.skylark.conformance.ownclient;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A name server that asks the real one, and names a [Link] in place of each broker.
final class Detour implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+:\\d+");

    private final String nameServer;
    private final ServerSocket listener;
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    Detour(String nameServer) {
        this.nameServer = nameServer;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /// The way to the only broker that was asked for.
    Link link() {
        if (links.size() != 1) {
            throw new IllegalStateException("there are links to " + links.keySet());
        }
        return links.values().iterator().next();
    }

    /// The way to one broker.
    ///
    /// @param broker its own address, `host:port`
    Link link(String broker) {
        Link link = links.get(broker);
        if (link == null) {
            throw new IllegalStateException("there is no link to " + broker + ", only to " + links.keySet());
        }
        return link;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The scenario ended.
        }
    }

    /// One question after the other.
    private void serve(Socket client) {
        int colon = nameServer.lastIndexOf(':');
        try (client;
                Socket real = new Socket(nameServer.substring(0, colon),
                        Integer.parseInt(nameServer.substring(colon + 1)))) {
            DataInputStream questions = new DataInputStream(client.getInputStream());
            DataInputStream answers = new DataInputStream(real.getInputStream());
            while (true) {
                real.getOutputStream().write(CommandCodec.encode(read(questions), SerializeType.JSON));
                Command answer = read(answers);
                String body = ADDRESS.matcher(new String(answer.bodyBytes(), StandardCharsets.UTF_8)).replaceAll(
                        found -> links.computeIfAbsent(found.group(), Link::new).address());
                client.getOutputStream().write(CommandCodec.encode(
                        answer.withBody(body.getBytes(StandardCharsets.UTF_8)), SerializeType.JSON));
            }
        } catch (IOException ended) {
            // One side closed.
        }
    }

    private static Command read(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return CommandCodec.decode(ByteBuffer.wrap(frame));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Link link : links.values()) {
            link.close();
        }
    }
}
