package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.Properties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// The fast way and the general way come to the same bytes.
final class SendTailTest {
    private static final byte[] TOPIC = "orders".getBytes(UTF_8);
    private static final String[] NAMES = {"KEYS", "TAGS", "WAIT", "user", "DELAYED", "TIMER", "MSG", "Tür"};

    private final BrokerConfig config = BrokerConfig.standard("broker-a", 0);
    private final SendTail tails = new SendTail(config);
    private final SendProperties general = new SendProperties(config);

    private SendTail.@Nullable Tail make(String properties) {
        byte[] bytes = ("##" + properties).getBytes(UTF_8);
        return tails.make(TOPIC, bytes, 2, bytes.length - 2);
    }

    @Test
    void comesToTheSameBytesAsTheGeneralWay() {
        long seed = new Random().nextLong();
        System.out.println("SendTailTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Map<String, String> properties = new LinkedHashMap<>();
            int uniqueAt = random.nextInt(4);
            for (int i = 0; i < 4; i++) {
                if (i == uniqueAt) {
                    properties.put("UNIQ_KEY", "7F00000100" + round);
                }
                properties.put(NAMES[random.nextInt(NAMES.length)], "v" + "ä".repeat(random.nextInt(5)));
            }
            String text = Properties.encode(properties);
            String sent = random.nextBoolean() ? text : text.substring(0, text.length() - 1);
            SendTail.Tail tail = make(sent);
            assertThat(tail).as("seed %d: %s", seed, properties).isNotNull();
            if (tail != null) {
                SendProperties.Checked checked = general.check(sent);
                int at = 1 + TOPIC.length + 2;
                assertThat(new String(tail.bytes(), at, tail.bytes().length - at, UTF_8))
                        .isEqualTo(new String(checked.encoded(), UTF_8));
                assertThat(new String(tail.bytes(), tail.uniqueKeyAt(), tail.uniqueKeyLength(), UTF_8))
                        .isEqualTo(checked.uniqueKey());
            }
        }
    }

    @Test
    void leavesWhatIsNotUtf8ToTheGeneralWay() {
        byte[] bytes = "UNIQ_KEY\u0001abc\u0002name\u0001valu?\u0002".getBytes(UTF_8);
        assertThat(tails.make(TOPIC, bytes, 0, bytes.length)).isNotNull();
        bytes[bytes.length - 2] = (byte) 0x90;
        assertThat(tails.make(TOPIC, bytes, 0, bytes.length)).isNull();
    }

    @Test
    void leavesWhatTheBrokerActsOnToTheGeneralWay() {
        String key = "UNIQ_KEY\u0001abc\u0002";
        for (String notPlain : new String[] {
            "", "KEYS\u0001k\u0002", key + "DELAY\u00013\u0002", key + "TIMER_DELIVER_MS\u00013\u0002",
            key + "TIMER_DELAY_SEC\u00013\u0002", key + "TIMER_DELAY_MS\u00013\u0002", key + "TRAN_MSG\u0001true\u0002",
            key + "POP_CK\u0001x\u0002", key + "MSG_REGION\u0001x\u0002", key + "TRACE_ON\u0001x\u0002",
            key + "CLUSTER\u0001x\u0002", key + key, key + "\u0001x\u0002", key + "name\u0001\u0002", key + "name\u0002",
            key + "WAIT\u00011\u0002WAIT\u00012\u0002", "WAIT\u00011\u0002" + key + "KEYS\u0001k\u0002WAIT\u00011\u0002",
            key + "name\u0002KEYS\u0001k\u0002",
            "UNIQ_KEY\u0001a\"b\u0002", "UNIQ_KEY\u0001a\\b\u0002", key + "x\u0001" + "y".repeat(33_000) + "\u0002"
        }) {
            assertThat(make(notPlain)).as(notPlain).isNull();
        }
    }
}
