package io.skylark.client.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalAddressTest {
    private static InetAddress choose(String... candidates) {
        List<InetAddress> addresses = Arrays.stream(candidates).map(LocalAddressTest::address).toList();
        return LocalAddress.choose(addresses);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void prefersIpv4OverIpv6OverTheLoopback() {
        assertThat(choose("127.0.0.1", "fd00::2", "10.0.0.5")).isEqualTo(address("10.0.0.5"));
        assertThat(choose("127.0.0.1", "fe80::1", "fd00::2")).isEqualTo(address("fd00::2"));
        assertThat(choose("127.0.0.1", "169.254.1.1").isLoopbackAddress()).isTrue();
    }

    @Test
    void fourBytesStandForEveryAddress() {
        assertThat(new LocalAddress(address("10.0.0.5")).fourBytes()).containsExactly(10, 0, 0, 5);
        assertThat(new LocalAddress(address("fd00::2")).fourBytes()).hasSize(4);
        assertThat(new LocalAddress(address("fd00::2")).fourBytes())
                .isNotEqualTo(new LocalAddress(address("fd00::3")).fourBytes());
    }

    @Test
    void findsSomeAddressOfThisMachine() {
        assertThat(LocalAddress.find().text()).isNotBlank().doesNotContain("%");
    }
}
