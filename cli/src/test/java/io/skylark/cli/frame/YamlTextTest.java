package io.skylark.cli.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class YamlTextTest {
    @Test
    void writesMapsAndListsInBlocks() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", "orders");
        tree.put("queues", 4);
        tree.put("brokers", List.of("broker-a", "broker-b"));
        tree.put("attributes", Map.of("message.type", "FIFO"));
        tree.put("nothing", List.of());
        assertThat(YamlText.of(List.of(tree))).isEqualTo("""
                - name: orders
                  queues: 4
                  brokers:
                    - broker-a
                    - broker-b
                  attributes:
                    message.type: FIFO
                  nothing: []
                """);
        assertThat(YamlText.of(List.of())).isEqualTo("[]\n");
    }

    @Test
    void quotesWhatCouldBeTakenForSomethingElse() {
        assertThat(YamlText.of(List.of("yes", "12", "", "a: b", "line\nend", "-", "#", "localhost:9876", "plain")))
                .isEqualTo("""
                        - "yes"
                        - "12"
                        - ""
                        - "a: b"
                        - "line\\nend"
                        - "-"
                        - "#"
                        - "localhost:9876"
                        - plain
                        """);
    }
}
