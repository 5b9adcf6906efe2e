package io.skylark.broker.filter;

import io.skylark.log.index.MessageFilter;
import io.skylark.log.index.TagFilter;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.SubscriptionData;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SubscriptionFiltersTest {
    private final SubscriptionFilters filters = new SubscriptionFilters(() -> true);

    private static SubscriptionData subscription(@Nullable String type, String expression) {
        return new SubscriptionData(false, "T", expression, Set.of(), Set.of(), 1, type);
    }

    private static void refuses(int code, ThrowingCallable asked) {
        assertThatExceptionOfType(RequestFailure.class).isThrownBy(asked)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void tagsAreTheRuleAndNeverReadAMessage() {
        assertThat(filters.ofRequest(null, "*")).isSameAs(TagFilter.ALL);
        assertThat(filters.ofRequest("", "a || b")).isNotInstanceOf(MessageFilter.class);
        assertThat(filters.ofGroup(subscription("TAG", "a"))).isNotInstanceOf(MessageFilter.class);
    }

    @Test
    void theSameExpressionIsCompiledOnceAndALongOneIsNotKept() {
        TagFilter first = filters.ofRequest("SQL92", "a = 1");
        assertThat(filters.ofGroup(subscription("SQL92", "a = 1"))).isSameAs(first);
        String padded = "a = 1" + " ".repeat(SubscriptionFilters.MAX_KEPT_CHARS);
        assertThat(filters.ofRequest("SQL92", padded)).isNotSameAs(filters.ofRequest("SQL92", padded));
        for (int i = 0; i <= SubscriptionFilters.MAX_KEPT; i++) {
            filters.ofRequest("SQL92", "a = " + i);
        }
        assertThat(filters.ofRequest("SQL92", "a = 1")).isInstanceOf(MessageFilter.class);
    }

    @Test
    void eachPlaceRefusesInItsWay() {
        refuses(ResponseCode.SUBSCRIPTION_PARSE_FAILED, () -> filters.ofRequest("SQL92", "a >"));
        refuses(ResponseCode.SUBSCRIPTION_PARSE_FAILED, () -> filters.ofRequest("XYZ", "a = 1"));
        refuses(ResponseCode.FILTER_DATA_NOT_EXIST, () -> filters.ofGroup(subscription("SQL92", "a >")));
        refuses(ResponseCode.SUBSCRIPTION_PARSE_FAILED, () -> filters.check(subscription("SQL92", "a >")));
        SubscriptionFilters off = new SubscriptionFilters(() -> false);
        refuses(ResponseCode.SYSTEM_ERROR, () -> off.ofRequest("SQL92", "a = 1"));
        refuses(ResponseCode.SYSTEM_ERROR, () -> off.ofGroup(subscription("SQL92", "a = 1")));
        refuses(ResponseCode.SYSTEM_ERROR, () -> off.check(subscription("SQL92", "a = 1")));
        assertThat(off.ofRequest("TAG", "a")).isNotNull();
    }
}
