package io.skylark.conformance.filter;

import io.skylark.message.filter.FilterSyntaxException;
import io.skylark.message.filter.SqlFilter;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.filter.FilterFactory;
import org.apache.rocketmq.filter.expression.EvaluationContext;
import org.apache.rocketmq.filter.expression.Expression;
import org.apache.rocketmq.filter.expression.MQFilterException;
import org.jspecify.annotations.Nullable;

/// What becomes of an expression and a message.
enum Outcome {
    REFUSED, TRUE, FALSE, UNKNOWN, FAULT;

    static Outcome ofSkylark(String text, Map<String, String> properties) {
        SqlFilter filter;
        try {
            filter = SqlFilter.compile(text);
        } catch (FilterSyntaxException refused) {
            return REFUSED;
        }
        return switch (filter.evaluate(properties::get)) {
            case TRUE -> TRUE;
            case FALSE -> FALSE;
            case UNKNOWN -> UNKNOWN;
            case FAULT -> FAULT;
        };
    }

    static Outcome ofRocketMq(String text, Map<String, String> properties) {
        Expression expression;
        try {
            expression = FilterFactory.INSTANCE.get("SQL92").compile(text);
        } catch (MQFilterException refused) {
            return REFUSED;
        }
        @Nullable Object value;
        try {
            value = expression.evaluate(new Properties(properties));
        } catch (Exception fault) {
            return FAULT;
        }
        return value == null ? UNKNOWN : value.equals(true) ? TRUE : FALSE;
    }

    private record Properties(Map<String, String> values) implements EvaluationContext {
        @Override
        public @Nullable Object get(String name) {
            return values.get(name);
        }

        @Override
        public Map<String, Object> keyValues() {
            return new HashMap<>(values);
        }
    }
}
