package io.skylark.message.filter;

import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlFilterTest {
    private static final Map<String, String> PROPERTIES = Map.of("a", "7", "color", "blue", "price", "1.5");

    private static Verdict verdict(String text) {
        return SqlFilter.compile(text).evaluate(PROPERTIES::get);
    }

    @Test
    void comparesPropertiesWithNumbersAndTexts() {
        assertThat(verdict("a > 5 AND color = 'blue' AND price < 2.5")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("a BETWEEN 7 AND 9 and color not in ('red', 'green')")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("color STARTSWITH 'b' AND color CONTAINS 'lu' AND NOT (color ENDSWITH 'x')"))
                .isEqualTo(Verdict.TRUE);
        assertThat(verdict("a <> 7 OR color = 'red'")).isEqualTo(Verdict.FALSE);
    }

    @Test
    void aMissingPropertyIsUnknownAndAWordIsNoNumber() {
        assertThat(verdict("size > 5")).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict("NOT (size > 5)")).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict("size > 5 OR a = 7")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("size IS NULL")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("color > 5")).isEqualTo(Verdict.FAULT);
        assertThat(verdict("a = 7 OR color > 5")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("color > 5 OR a = 7")).isEqualTo(Verdict.FAULT);
    }

    @Test
    void readsTheStoredMessageInPlace() {
        String properties = "price\u0001x\u0002aa\u00019\u0002a\u0001\u0002a\u00017\u0002color\u0001blau\u0002color\u0001bl\u00fc";
        byte[] encoded = properties.getBytes(StandardCharsets.UTF_8);
        Host host = Host.of(new byte[] {127, 0, 0, 1}, 10911);
        MessageDraft draft = new MessageDraft(
                "T".getBytes(StandardCharsets.UTF_8), 0, 0, 0, 1, host, host, 0, 0,
                ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.wrap(encoded));
        ByteBuffer stored = ByteBuffer.allocate(500).position(9);
        draft.encode(stored, 1);
        assertThat(SqlFilter.compile("a = 7 AND color = 'bl\u00fc'").matches(stored, 9)).isTrue();
        assertThat(SqlFilter.compile("color = 'blau'").matches(stored, 9)).isFalse();
        assertThat(SqlFilter.compile("price > 1").matches(stored, 9)).isFalse();
        assertThat(SqlFilter.compile("aaa IS NULL AND lor IS NULL").matches(stored, 9)).isTrue();
        // what is read in place is what decoding gives
        Map<String, String> decoded = Properties.decode(properties);
        assertThat(decoded).containsEntry("a", "7").containsEntry("color", "bl\u00fc");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThatThrownBy(() -> SqlFilter.compile("a > 1 AND b >"))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("Encountered the end at character 14");
        assertThatThrownBy(() -> SqlFilter.compile("a = 1 AND !"))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("character 11");
        assertThatThrownBy(() -> SqlFilter.compile("-5"))
                .hasMessage("Expression will not result in a boolean value: (- 5)");
        assertThatThrownBy(() -> SqlFilter.compile("a > 'x'")).hasMessage("Value ''x'' cannot be compared.");
    }

    @Test
    void refusesWhatWouldTakeTooMuchStackOrMemory() {
        int many = 16_000;
        for (String deep : new String[] {
            "(".repeat(many), "NOT ".repeat(many) + "a", "-".repeat(many) + "a", "a = ".repeat(many) + "a",
            "a " + "IS NULL ".repeat(many / 10), "a " + "CONTAINS 'x' ".repeat(many / 10),
            "(a = ".repeat(many / 10) + "1" + ")".repeat(many / 10)}) {
            assertThatThrownBy(() -> SqlFilter.compile(deep))
                    .isInstanceOf(FilterSyntaxException.class)
                    .hasMessageContaining("nested deeper than " + SqlFilter.MAX_DEPTH);
        }
        assertThatThrownBy(() -> SqlFilter.compile(" ".repeat(SqlFilter.MAX_CHARS) + "a"))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("at most " + SqlFilter.MAX_CHARS);
    }

    @Test
    void aLongChainIsNotADeepOne() {
        assertThat(verdict("a = 7 AND ".repeat(6_000) + "a = 7")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("a = 1 OR ".repeat(7_000) + "a = 7")).isEqualTo(Verdict.TRUE);
        assertThat(verdict("(".repeat(250) + "a = 7" + ")".repeat(250))).isEqualTo(Verdict.TRUE);
    }
}
