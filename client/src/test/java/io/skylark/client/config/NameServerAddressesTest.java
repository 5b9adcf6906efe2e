package io.skylark.client.config;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NameServerAddressesTest {
    private static List<String> discover(Map<String, String> properties, Map<String, String> environment) {
        return NameServerAddresses.discover(properties::get, environment::get);
    }

    @Test
    void splitsAListAndIgnoresBlanks() {
        assertThat(NameServerAddresses.parse(" a:1 ; b:2;; c:3 ,d:4")).containsExactly("a:1", "b:2", "c:3", "d:4");
    }

    @Test
    void refusesAnEmptyListAndWhatIsNoAddress() {
        assertThatThrownBy(() -> NameServerAddresses.parse(" ; "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no name server");
        assertThatThrownBy(() -> NameServerAddresses.parse("a:1;b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b' is not an address");
    }

    @Test
    void takesThePropertyBeforeTheVariableBeforeTheLocalOne() {
        Map<String, String> property = Map.of("rocketmq.namesrv.addr", "p:1");
        Map<String, String> variable = Map.of("NAMESRV_ADDR", "v:1;v:2");
        assertThat(discover(property, variable)).containsExactly("p:1");
        assertThat(discover(Map.of(), variable)).containsExactly("v:1", "v:2");
        assertThat(discover(Map.of("rocketmq.namesrv.addr", " "), Map.of())).containsExactly("localhost:9876");
    }
}
