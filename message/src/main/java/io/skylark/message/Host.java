package io.skylark.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A host address as messages carry it: 4 or 16 bytes of IP, then the port as int32.
public final class Host {
    private final byte[] ip;
    private final int port;

    private Host(byte[] ip, int port) {
        if (ip.length != 4 && ip.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + ip.length);
        }
        this.ip = ip;
        this.port = port;
    }

    public static Host of(byte[] ip, int port) {
        return new Host(ip.clone(), port);
    }

    public static Host of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException("unresolved address " + address);
        }
        return new Host(ip.getAddress(), address.getPort());
    }

    static Host read(ByteBuffer source, int at, boolean v6) {
        byte[] ip = new byte[v6 ? 16 : 4];
        source.get(at, ip);
        return new Host(ip, source.getInt(at + ip.length));
    }

    void write(ByteBuffer target, int at) {
        target.put(at, ip);
        target.putInt(at + ip.length, port);
    }

    /// Writes address and port as hex digits at the absolute place `at`, and returns where they end.
    int writeHex(ByteBuffer target, int at) {
        int to = at;
        for (byte part : ip) {
            target.put(to++, OffsetMessageId.hexDigit(part >> 4));
            target.put(to++, OffsetMessageId.hexDigit(part));
        }
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            target.put(to++, OffsetMessageId.hexDigit(port >>> shift));
        }
        return to;
    }

    public boolean isV6() {
        return ip.length == 16;
    }

    public int port() {
        return port;
    }

    /// The IP address bytes, a copy.
    public byte[] ip() {
        return ip.clone();
    }

    /// 8 bytes for IPv4, 20 for IPv6.
    public int sizeBytes() {
        return ip.length + 4;
    }

    public InetSocketAddress toSocketAddress() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("the length was checked", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Host that && port == that.port && Arrays.equals(ip, that.ip);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ip) + port;
    }

    /// `ip:port`, as tools print it.
    @Override
    public String toString() {
        InetSocketAddress address = toSocketAddress();
        return address.getAddress().getHostAddress() + ":" + port;
    }
}
