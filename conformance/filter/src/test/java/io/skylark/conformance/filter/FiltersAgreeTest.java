package io.skylark.conformance.filter;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiltersAgreeTest {
    private static final int EXPRESSIONS = 60_000;
    private static final int MESSAGES_EACH = 3;

    /// -Dfilter.seed=... looks for more.
    private static final long SEED = Long.getLong("filter.seed", 20_260_422L);

    @Test
    void randomExpressionsComeToTheSame() {
        SplittableRandom seeds = new SplittableRandom(SEED);
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        for (int i = 0; i < EXPRESSIONS; i++) {
            long seed = seeds.nextLong();
            RandomTexts texts = new RandomTexts(new SplittableRandom(seed));
            String text = texts.expression();
            for (int message = 0; message < MESSAGES_EACH; message++) {
                Map<String, String> properties = texts.properties();
                Outcome outcome = Outcome.ofSkylark(text, properties);
                assertThat(outcome)
                        .as("seed %s, number %s: %s with %s", SEED, i, text, properties)
                        .isEqualTo(Outcome.ofRocketMq(text, properties));
                seen.merge(outcome, 1, Integer::sum);
            }
        }
        // otherwise the texts test nothing
        assertThat(seen.values()).hasSize(Outcome.values().length).allMatch(count -> count > EXPRESSIONS / 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "*", "a", "1", "NULL", "TRUE", "a = 1 LIKE 'x'", "a = 1;", "a = 1 !", "a == 1", "a != 1", "a = 1 b !!",
        "a IS NULL NOT", "a = 1 NOT", "a = --5\n1", "a = 1 --x", "a = 1 /* x", "a = 1 /*/", "a.b = 1", "a IN ()",
        "a IN (1)", "'x' IN ('x')", "TRUE = 1", "1 = TRUE", "TRUE = 'x'", "TRUE = a", "TRUE = -1", "(a = 1) = 'true'",
        "a = NULL", "NULL IS NULL", "a > 'x'", "a > TRUE", "a > (b > 1)", "a BETWEEN 3 AND 1", "a NOT BETWEEN 3 AND 1",
        "a BETWEEN 'x' AND 'y'", "a BETWEEN 'y' AND 'x'", "a BETWEEN NULL AND 1", "a BETWEEN b AND TRUE",
        "a BETWEEN -1 AND - 2", "a BETWEEN (3) AND (1)", "a = 0.0", "a = 0e1", "a = 1e-400", "a = 0x1F", "a = 09.5",
        "a = 0L AND b = 1", "a = 1LAND b = 2", "a = -9223372036854775808", "a CONTAINS ''", "a NOT CONTAINS ''",
        "a NOT CONTAINS 'q'", "1 CONTAINS '1'", "-a = -b", "NOT a = 1", "NOT a IN ('x')", "- NOT a = 1", "a = b",
        "a <> b", "a AND b", "NOT a", "like = 1", "\"a\" = 1", "a = 'it''s'", "a = 'x", "a = 1 'x''", "(a = 1", "a = 1))", "a < > 1"})
    void theCornersComeToTheSame(String text) {
        for (String a : new String[] {"", "1", "x", "1.0", "true", "-1", "3000000000", "0"}) {
            for (String b : new String[] {"", "1", "x"}) {
                Map<String, String> properties = Map.ofEntries(
                        Map.entry(a.isEmpty() ? "noA" : "a", a), Map.entry(b.isEmpty() ? "noB" : "b", b));
                assertThat(Outcome.ofSkylark(text, properties))
                        .as("%s with %s", text, properties)
                        .isEqualTo(Outcome.ofRocketMq(text, properties));
            }
        }
    }
}
