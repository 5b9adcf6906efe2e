package io.skylark.broker.filter;

import io.skylark.log.index.TagFilter;
import io.skylark.message.filter.FilterSyntaxException;
import io.skylark.message.filter.SqlFilter;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.SubscriptionData;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes filters of what consumers subscribe to. An SQL92 expression that comes again is not compiled again.
public final class SubscriptionFilters {
    /// Expressions that are kept compiled; when there are more, keeping starts anew.
    static final int MAX_KEPT = 1_024;

    /// Longer ones are compiled each time, so that what is kept stays small.
    static final int MAX_KEPT_CHARS = 4_096;

    private static final String SEE =
            "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";

    private static final String NOT_PARSED = "parse the consumer's subscription failed";

    private final BooleanSupplier sqlEnabled;
    private final Map<String, SqlExpression> kept = new ConcurrentHashMap<>();

    /// @param sqlEnabled whether consumers may filter by anything but tags
    public SubscriptionFilters(BooleanSupplier sqlEnabled) {
        this.sqlEnabled = sqlEnabled;
    }

    /// The filter that a request brings along.
    ///
    /// @throws RequestFailure when it cannot be used
    public TagFilter ofRequest(@Nullable String type, @Nullable String expression) {
        if (isTag(type)) {
            if (expression != null && TagExpression.saysNothing(expression)) {
                throw new RequestFailure(ResponseCode.SUBSCRIPTION_PARSE_FAILED, NOT_PARSED);
            }
            return TagExpression.parse(expression);
        }
        try {
            TagFilter filter = compile(type, expression);
            checkEnabled(type);
            return filter;
        } catch (FilterSyntaxException refused) {
            throw new RequestFailure(ResponseCode.SUBSCRIPTION_PARSE_FAILED, NOT_PARSED);
        }
    }

    /// The filter of a group's subscription, as its members announced it.
    ///
    /// @throws RequestFailure when it cannot be used
    public TagFilter ofGroup(SubscriptionData subscription) {
        if (isTag(subscription.expressionType())) {
            return TagExpression.parse(subscription.subString());
        }
        checkEnabled(subscription.expressionType());
        try {
            return compile(subscription.expressionType(), subscription.subString());
        } catch (FilterSyntaxException refused) {
            throw new RequestFailure(
                    ResponseCode.FILTER_DATA_NOT_EXIST, "The broker's consumer filter data is not exist!" + SEE);
        }
    }

    /// Checks a subscription that a consumer is about to announce, and tells it what is wrong.
    ///
    /// @throws RequestFailure when it could not be used
    public void check(SubscriptionData subscription) {
        if (isTag(subscription.expressionType())) {
            return;
        }
        checkEnabled(subscription.expressionType());
        try {
            compile(subscription.expressionType(), subscription.subString());
        } catch (FilterSyntaxException refused) {
            throw new RequestFailure(ResponseCode.SUBSCRIPTION_PARSE_FAILED, String.valueOf(refused.getMessage()));
        }
    }

    private static boolean isTag(@Nullable String type) {
        return type == null || type.isEmpty() || type.equals(SubscriptionData.TAG);
    }

    private void checkEnabled(@Nullable String type) {
        if (!sqlEnabled.getAsBoolean()) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "The broker does not support consumer to filter message by " + type);
        }
    }

    private TagFilter compile(@Nullable String type, @Nullable String expression) {
        if (!SubscriptionData.SQL92.equals(type) || expression == null) {
            throw new FilterSyntaxException("Expression can't be null! " + type);
        }
        SqlExpression known = kept.get(expression);
        return known != null ? known : keep(expression, new SqlExpression(SqlFilter.compile(expression)));
    }

    private SqlExpression keep(String expression, SqlExpression compiled) {
        if (expression.length() <= MAX_KEPT_CHARS) {
            if (kept.size() >= MAX_KEPT) {
                kept.clear();
            }
            kept.put(expression, compiled);
        }
        return compiled;
    }
}
