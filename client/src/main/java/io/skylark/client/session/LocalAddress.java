package io.skylark.client.session;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The address this machine is known by: the first IPv4 address of an interface that is up, or else IPv6, or else the
/// loopback.
record LocalAddress(InetAddress address) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAddress.class);

    static LocalAddress find() {
        try {
            return new LocalAddress(choose(NetworkInterface.networkInterfaces()
                    .filter(LocalAddress::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList()));
        } catch (SocketException noInterfaces) {
            LOG.warn("The addresses of this machine are unknown, the loopback stands for it", noInterfaces);
            return new LocalAddress(InetAddress.getLoopbackAddress());
        }
    }

    static InetAddress choose(List<InetAddress> candidates) {
        List<InetAddress> usable = new ArrayList<>(candidates);
        usable.removeIf(address ->
                address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress());
        return usable.stream()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .or(() -> usable.stream().findFirst())
                .orElse(InetAddress.getLoopbackAddress());
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException gone) {
            LOG.debug("Interface {} cannot be asked", candidate, gone);
            return false;
        }
    }

    /// Without the zone that an IPv6 address may end in.
    String text() {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /// 4 bytes that stand for it: the IPv4 address, or a checksum of the IPv6 address.
    byte[] fourBytes() {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return bytes;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    }
}
