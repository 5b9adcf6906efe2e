package io.skylark.bench.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// How fast one connection on this machine carries bytes that nobody looks at: no server hands out more messages than
/// this, to one that lies beside it.
final class LoopbackSpeed {
    private static final int BLOCK_BYTES = 64 << 10;

    private LoopbackSpeed() {}

    /// Megabytes a second from one thread to another.
    static double megabytesPerSecond(Duration length) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel target = SocketChannel.open(server.getLocalAddress());
                    SocketChannel source = server.accept()) {
                Thread.ofPlatform().daemon().start(() -> drain(target));
                ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
                long bytes = 0;
                long begin = System.nanoTime();
                long nanos = 0;
                while (nanos < length.toNanos()) {
                    block.clear();
                    while (block.hasRemaining()) {
                        bytes += source.write(block);
                    }
                    nanos = System.nanoTime() - begin;
                }
                return bytes / 1e6 / (nanos / 1e9);
            }
        }
    }

    private static void drain(SocketChannel target) {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try {
            while (target.read(block) >= 0) {
                block.clear();
            }
        } catch (IOException closed) {
            // the other side has measured enough
        }
    }
}
