package io.skylark.client.consumer;

import io.skylark.client.consumer.group.Samples;
import io.skylark.protocol.body.SubscriptionData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FilterTest {
    @Test
    void aStarOrNothingMeansAll() {
        assertThat(Filter.parse("*")).isEqualTo(Filter.all());
        assertThat(Filter.parse("  ")).isEqualTo(Filter.all());
        assertThat(Filter.all().accepts(Samples.message(0, "a"))).isTrue();
        assertThat(Filter.all().accepts(Samples.message(0, ""))).isTrue();
    }

    @Test
    void tagsAreComparedAsWords() {
        Filter tags = Filter.parse(" a || b ||");
        assertThat(tags.accepts(Samples.message(0, "b"))).isTrue();
        assertThat(tags.accepts(Samples.message(0, "c"))).isFalse();
        assertThat(tags.accepts(Samples.message(0, ""))).isFalse();
        // The same hash as "BB".
        assertThat(Filter.parse("BB").accepts(Samples.message(0, "Aa"))).isFalse();
    }

    @Test
    void refusesAnExpressionWithoutAnyTag() {
        assertThatThrownBy(() -> Filter.parse("|| ||"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no tag");
    }

    @Test
    void tellsTheBrokerTagsAndHashes() {
        SubscriptionData data = Filter.parse("TagA || TagB").subscription("T", 7);
        assertThat(data.subString()).isEqualTo("TagA || TagB");
        assertThat(data.tagsSet()).containsExactly("TagA", "TagB");
        assertThat(data.codeSet()).containsExactly(2598919, 2598920);
        assertThat(data.subVersion()).isEqualTo(7);
    }

    @Test
    void listsTags() {
        assertThat(Filter.tags("a", "b").text()).isEqualTo("a || b");
        assertThat(Filter.tags("a", "b").accepts(Samples.message(0, "b"))).isTrue();
        assertThatThrownBy(Filter::tags).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Filter.tags("a || b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesSqlToTheBroker() {
        Filter filter = Filter.sql(" price > 10 ");
        assertThat(filter.accepts(Samples.message(0, "a"))).isTrue();
        SubscriptionData data = filter.subscription("T", 7);
        assertThat(data.subString()).isEqualTo("price > 10");
        assertThat(data.expressionType()).isEqualTo("SQL92");
        assertThat(data.tagsSet()).isEmpty();
        assertThatThrownBy(() -> Filter.sql(" ")).isInstanceOf(IllegalArgumentException.class);
    }
}
