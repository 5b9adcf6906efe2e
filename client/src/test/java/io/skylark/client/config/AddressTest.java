package io.skylark.client.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressTest {
    @Test
    void readsNamesAndBothKindsOfIpAddresses() {
        assertThat(Address.parse("localhost:9876")).isEqualTo(new Address("localhost", 9876));
        assertThat(Address.parse("10.0.0.1:1")).isEqualTo(new Address("10.0.0.1", 1));
        assertThat(Address.parse("[fd00::2]:10911")).isEqualTo(new Address("fd00::2", 10911));
        assertThat(Address.parse("fd00::2:10911")).isEqualTo(new Address("fd00::2", 10911));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", ":9876", "a:", "a:b", "a:0", "a:65536", "http://a", "http://a:1"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
    }
}
