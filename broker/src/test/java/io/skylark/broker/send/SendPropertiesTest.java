package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.Properties;
import io.skylark.net.RequestFailure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SendPropertiesTest {
    private final SendProperties properties = new SendProperties(BrokerConfig.standard("b", 10911));

    private static Map<String, String> decode(SendProperties.Checked checked) {
        return Properties.decode(new String(checked.encoded(), StandardCharsets.UTF_8));
    }

    @Test
    void keepsWhatTheClientSentAndAddsWhereItWasStored() {
        SendProperties.Checked checked = properties.check("UNIQ_KEY\u0001U1\u0002TAGS\u0001TagA\u0002mine\u0001x=1");
        assertThat(checked.uniqueKey()).isEqualTo("U1");
        assertThat(decode(checked)).isEqualTo(Map.of(
                "UNIQ_KEY", "U1", "TAGS", "TagA", "mine", "x=1",
                "CLUSTER", "DefaultCluster", "MSG_REGION", "DefaultRegion", "TRACE_ON", "true"));
    }

    @Test
    void makesAUniqueKeyOf32HexDigitsWhenTheClientSentNone() {
        String first = properties.check("").uniqueKey();
        assertThat(first).matches("[0-9A-F]{32}").isNotEqualTo(properties.check("").uniqueKey());
        assertThat(decode(properties.check("POP_CK\u0001secret\u0002"))).doesNotContainKey("POP_CK");
    }

    @Test
    void refusesInABatchWhatIsNotToBeSeenAtOnce() {
        for (String delay : new String[] {"DELAY", "TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS"}) {
            assertThatThrownBy(() -> properties.checkInBatch(delay + "\u00013\u0002"))
                    .isInstanceOf(RequestFailure.class)
                    .hasMessageContaining("property " + delay);
        }
        assertThatThrownBy(() -> properties.checkInBatch("TRAN_MSG\u0001true\u0002"))
                .hasMessageContaining("property TRAN_MSG");
        assertThat(decode(properties.checkInBatch("TRAN_MSG\u0001false\u0002"))).containsEntry("TRAN_MSG", "false");
    }
}
