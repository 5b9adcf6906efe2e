package io.skylark.client.consumer;

import io.skylark.protocol.body.SubscriptionData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TagExpressionTest {
    @Test
    void aStarOrNothingMeansAll() {
        assertThat(TagExpression.parse("*")).isEqualTo(TagExpression.ALL);
        assertThat(TagExpression.parse("  ")).isEqualTo(TagExpression.ALL);
        assertThat(TagExpression.ALL.accepts(Samples.message(0, "a"))).isTrue();
        assertThat(TagExpression.ALL.accepts(Samples.message(0, ""))).isTrue();
    }

    @Test
    void tagsAreComparedAsWords() {
        TagExpression tags = TagExpression.parse(" a || b ||");
        assertThat(tags.tags()).containsExactly("a", "b");
        assertThat(tags.accepts(Samples.message(0, "b"))).isTrue();
        assertThat(tags.accepts(Samples.message(0, "c"))).isFalse();
        assertThat(tags.accepts(Samples.message(0, ""))).isFalse();
        // The same hash as "BB".
        assertThat(TagExpression.parse("BB").accepts(Samples.message(0, "Aa"))).isFalse();
    }

    @Test
    void refusesAnExpressionWithoutAnyTag() {
        assertThatThrownBy(() -> TagExpression.parse("|| ||"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no tag");
    }

    @Test
    void tellsTheBrokerTagsAndHashes() {
        SubscriptionData data = TagExpression.parse("TagA || TagB").subscription("T", 7);
        assertThat(data.subString()).isEqualTo("TagA || TagB");
        assertThat(data.tagsSet()).containsExactly("TagA", "TagB");
        assertThat(data.codeSet()).containsExactly(2598919, 2598920);
        assertThat(data.subVersion()).isEqualTo(7);
    }
}
