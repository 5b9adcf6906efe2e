package io.skylark.broker.topic;

import io.skylark.protocol.body.TopicConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicAttributesTest {
    private static final TopicConfig FIFO =
            new TopicConfig("T", 1, 1, 6, null, 0, false, Map.of("message.type", "FIFO"));

    @Test
    void addsAltersAndDeletes() {
        assertThat(TopicAttributes.change(null, "+message.type=FIFO")).isEqualTo(Map.of("message.type", "FIFO"));
        assertThat(TopicAttributes.change(FIFO, "+message.type=DELAY")).isEqualTo(Map.of("message.type", "DELAY"));
        assertThat(TopicAttributes.change(FIFO, "-message.type")).isEmpty();
        assertThat(TopicAttributes.change(FIFO, null)).isEqualTo(FIFO.attributes());
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> TopicAttributes.change(null, "-message.type"))
                .hasMessage("only add attribute is supported while creating topic. key: message.type");
        assertThatThrownBy(() -> TopicAttributes.change(FIFO, "-queue.type"))
                .hasMessage("attempt to delete a nonexistent key: queue.type");
        assertThatThrownBy(() -> TopicAttributes.change(FIFO, "+colour=red")).hasMessage("unsupported key: colour");
        assertThatThrownBy(() -> TopicAttributes.change(FIFO, "+cleanup.policy=COMPACTION"))
                .hasMessageStartingWith("value is not in set");
        assertThatThrownBy(() -> TopicAttributes.change(FIFO, "message.type=FIFO"))
                .hasMessage("kv string format wrong.");
    }
}
