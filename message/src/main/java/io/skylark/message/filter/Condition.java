package io.skylark.message.filter;

import java.util.List;
import java.util.stream.Collectors;

/// A part of an expression that is true, false or unknown.
sealed interface Condition extends Node
        permits Condition.Constant, Condition.Present, Condition.Not, Condition.All, Condition.Any, Condition.Equal,
                Condition.Ordered, Condition.OneOf, Condition.Text {

    /// TRUE, FALSE, NULL.
    record Constant(Object value) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            return value;
        }

        @Override
        public String toString() {
            return value == NoValue.MISSING ? "NULL" : value.equals(true) ? "TRUE" : "FALSE";
        }
    }

    /// A property where a condition is asked for: a text is not true, whatever it says.
    record Present(Property property) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object value = property.evaluate(properties);
            return value == NoValue.MISSING ? value : (Object) false;
        }

        @Override
        public String toString() {
            return property.toString();
        }
    }

    record Not(Condition operand) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object value = operand.evaluate(properties);
            return value instanceof Boolean ? (Object) value.equals(false) : value;
        }

        @Override
        public int depth() {
            return 1 + operand.depth();
        }

        @Override
        public String toString() {
            return "(NOT " + operand + ")";
        }
    }

    /// AND, from left to right, up to the first that is false.
    record All(List<Condition> operands) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            return chain(operands, false, properties);
        }

        @Override
        public int depth() {
            return chainDepth(operands);
        }

        @Override
        public String toString() {
            return chainText(operands, " && ");
        }
    }

    /// OR, from left to right, up to the first that is true.
    record Any(List<Condition> operands) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            return chain(operands, true, properties);
        }

        @Override
        public int depth() {
            return chainDepth(operands);
        }

        @Override
        public String toString() {
            return chainText(operands, " || ");
        }
    }

    private static Object chain(List<Condition> operands, Boolean deciding, PropertyValues properties) {
        Object result = !deciding;
        for (int i = 0; i < operands.size(); i++) {
            Object value = operands.get(i).evaluate(properties);
            if (value == NoValue.FAULT || value.equals(deciding)) {
                return value;
            }
            if (value == NoValue.MISSING) {
                result = value;
            }
        }
        return result;
    }

    private static int chainDepth(List<Condition> operands) {
        return 1 + operands.stream().mapToInt(Node::depth).max().orElse(0);
    }

    private static String chainText(List<Condition> operands, String between) {
        return operands.stream().map(Node::toString).reduce((left, right) -> "(" + left + between + right + ")")
                .orElse("");
    }

    /// `=`. Not symmetric: nothing on the left is unknown, nothing on the right is another value.
    record Equal(Node left, Node right) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object leftValue = left.evaluate(properties);
            if (leftValue == NoValue.FAULT) {
                return leftValue;
            }
            Object rightValue = right.evaluate(properties);
            if (rightValue == NoValue.FAULT) {
                return rightValue;
            }
            if (rightValue == NoValue.MISSING) {
                return leftValue == NoValue.MISSING;
            }
            return leftValue == NoValue.MISSING ? leftValue : Comparison.equal(leftValue, rightValue);
        }

        @Override
        public int depth() {
            return 1 + Math.max(left.depth(), right.depth());
        }

        @Override
        public String toString() {
            return "(" + left + " == " + right + ")";
        }
    }

    /// `<`, `<=`, `>`, `>=`.
    record Ordered(Node left, Order order, Node right) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object leftValue = left.evaluate(properties);
            if (leftValue instanceof NoValue) {
                return leftValue;
            }
            Object rightValue = right.evaluate(properties);
            return rightValue instanceof NoValue ? rightValue : Comparison.ordered(leftValue, order, rightValue);
        }

        @Override
        public int depth() {
            return 1 + Math.max(left.depth(), right.depth());
        }

        @Override
        public String toString() {
            return "(" + left + " " + order.sign() + " " + right + ")";
        }
    }

    /// IN, NOT IN.
    record OneOf(Property property, List<String> values, boolean negated) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object value = property.evaluate(properties);
            return value == NoValue.MISSING ? value : (Object) (values.contains(value) != negated);
        }

        @Override
        public String toString() {
            return values.stream().collect(Collectors.joining(
                    ", ", property + (negated ? " NOT IN ( " : " IN ( "), " )"));
        }
    }

    /// CONTAINS, STARTSWITH, ENDSWITH. What is no text, or is missing, is neither so nor not so: false both ways. So is
    /// everything when the wanted text is empty.
    record Text(Node operand, TextPart part, String wanted, boolean negated) implements Condition {
        @Override
        public Object evaluate(PropertyValues properties) {
            if (wanted.isEmpty()) {
                return false;
            }
            Object value = operand.evaluate(properties);
            if (value == NoValue.FAULT) {
                return value;
            }
            return value instanceof String text && part.holds(text, wanted) != negated;
        }

        @Override
        public int depth() {
            return 1 + operand.depth();
        }

        @Override
        public String toString() {
            return "(" + (negated ? "NOT " : "") + part + " " + operand + ")";
        }
    }
}
