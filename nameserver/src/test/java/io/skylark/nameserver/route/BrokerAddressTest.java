package io.skylark.nameserver.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerAddressTest {
    private static final InetAddress V4 = ip("0a010203");

    private static InetAddress ip(String hex) {
        try {
            return InetAddress.getByAddress(HexFormat.of().parseHex(hex));
        } catch (UnknownHostException impossible) {
            throw new AssertionError("these are 4 or 16 bytes", impossible);
        }
    }

    @Test
    void showsABrokerOfThisProcessWhereTheClientReachedIt() throws UnknownHostException {
        BrokerAddress address = BrokerAddress.dialled(10911);
        assertThat(address.seenFrom(V4)).isEqualTo("10.1.2.3:10911");
        assertThat(address.seenFrom(ip("0".repeat(31) + "1"))).isEqualTo("[0:0:0:0:0:0:0:1]:10911");
        InetAddress scoped = Inet6Address.getByAddress(null, ip("fe80" + "0".repeat(27) + "1").getAddress(), 3);
        assertThat(scoped.getHostAddress()).contains("%");
        assertThat(address.seenFrom(scoped)).isEqualTo("[fe80:0:0:0:0:0:0:1]:10911");
    }

    @Test
    void showsAConfiguredAddressToEverybody() {
        assertThat(BrokerAddress.fixed("broker.example:1").seenFrom(V4)).isEqualTo("broker.example:1");
    }
}
