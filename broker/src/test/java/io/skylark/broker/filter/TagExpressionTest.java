package io.skylark.broker.filter;

import io.skylark.log.index.TagFilter;
import io.skylark.message.Tags;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TagExpressionTest {
    @Test
    void takesNothingAndAStarForEveryMessage() {
        assertThat(TagExpression.parse(null)).isSameAs(TagFilter.ALL);
        assertThat(TagExpression.parse("  ")).isSameAs(TagFilter.ALL);
        assertThat(TagExpression.parse(" * ")).isSameAs(TagFilter.ALL);
        assertThat(TagExpression.parse("||")).isSameAs(TagFilter.ALL);
    }

    @Test
    void matchesEachOfSeveralTagsAndNoOther() {
        TagFilter filter = TagExpression.parse("TagA ||TagB|| ");
        assertThat(filter.matches(Tags.hash("TagA"))).isTrue();
        assertThat(filter.matches(Tags.hash("TagB"))).isTrue();
        assertThat(filter.matches(Tags.hash("TagC"))).isFalse();
        assertThat(filter.matches(Tags.hash(null))).isFalse();
    }
}
