package io.skylark.broker.topic;

import io.skylark.broker.table.AttributeChange;
import io.skylark.broker.table.TopicRetention;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicAttributesTest {
    private static final TopicConfig FIFO =
            new TopicConfig("T", 1, 1, 6, null, 0, false, Map.of("message.type", "FIFO"));

    private static Map<String, String> change(@Nullable TopicConfig existing, @Nullable String changes) {
        return TopicAttributes.change(existing, AttributeChange.parse(changes));
    }

    @Test
    void addsAltersAndDeletes() {
        assertThat(change(null, "+message.type=FIFO")).isEqualTo(Map.of("message.type", "FIFO"));
        assertThat(change(FIFO, "+message.type=DELAY")).isEqualTo(Map.of("message.type", "DELAY"));
        assertThat(change(FIFO, "-message.type")).isEmpty();
        assertThat(change(FIFO, null)).isEqualTo(FIFO.attributes());
    }

    @Test
    void takesARetentionInBothSpellings() {
        for (String change : List.of("+retention=7d", "+retention=3600000", "+reserve.time=3600000", "+reserve.time=-1")) {
            assertThat(change(null, change)).hasSize(1);
        }
        for (String change : List.of("+retention=7w", "+retention=1s", "+retention=-1", "+retention=99999999999999d",
                "+reserve.time=7d", "+reserve.time=-2")) {
            assertThatThrownBy(() -> change(null, change))
                    .isInstanceOf(RequestFailure.class)
                    .hasMessageStartingWith("value is not in range: " + change.substring(1));
        }
        assertThat(retention(Map.of("retention", "7d", "reserve.time", "3600000"))).contains(Duration.ofDays(7));
        assertThat(retention(Map.of("reserve.time", "3600000"))).contains(Duration.ofHours(1));
        assertThat(retention(Map.of("reserve.time", "-1"))).isEmpty();
        assertThat(retention(Map.of())).isEmpty();
    }

    private static Optional<Duration> retention(Map<String, String> attributes) {
        return TopicRetention.of(new TopicConfig("T", 1, 1, 6, null, 0, false, attributes));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> change(null, "-message.type"))
                .hasMessage("only add attribute is supported while creating topic. key: message.type");
        assertThatThrownBy(() -> change(FIFO, "-queue.type"))
                .hasMessage("attempt to delete a nonexistent key: queue.type");
        assertThatThrownBy(() -> change(FIFO, "+colour=red")).hasMessage("unsupported key: colour");
        assertThatThrownBy(() -> change(null, "+cleanup.policy=COMPACTION"))
                .hasMessage("value is not in set: cleanup.policy=COMPACTION must be one of DELETE");
        assertThatThrownBy(() -> change(null, "+message.type=Nothing"))
                .hasMessage("value is not in set: message.type=Nothing must be one of UNSPECIFIED, NORMAL, FIFO, DELAY, "
                        + "TRANSACTION, MIXED");
        assertThatThrownBy(() -> change(FIFO, "+cleanup.policy=DELETE"))
                .hasMessage("attempt to update an unchangeable attribute. key: cleanup.policy");
        assertThatThrownBy(() -> change(FIFO, "message.type=FIFO"))
                .hasMessage("add/alter attribute format is wrong: message.type");
        assertThatThrownBy(() -> change(FIFO, "+message.type"))
                .hasMessage("delete attribute format is wrong: +message.type");
        assertThatThrownBy(() -> change(FIFO, "+message.type=FIFO,+message.type=DELAY"))
                .hasMessage("key duplication: +message.type");
        assertThatThrownBy(() -> change(FIFO, "+message.type=FIFO,-message.type"))
                .hasMessage("alter duplication key. key: message.type");
    }
}
