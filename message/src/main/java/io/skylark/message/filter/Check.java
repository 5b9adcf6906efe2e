package io.skylark.message.filter;

/// What an expression must not say although the grammar allows it. The words are RocketMQ's.
final class Check {
    private Check() {}

    static Condition condition(Node node) {
        if (node instanceof Condition condition) {
            return condition;
        } else if (node instanceof Node.Property property) {
            return new Condition.Present(property);
        }
        throw new FilterSyntaxException("Expression will not result in a boolean value: " + node);
    }

    static Condition equal(Node left, Node right) {
        rejectNull(left);
        rejectNull(right);
        if (left instanceof Condition.Constant && right instanceof Node.Literal) {
            throw new FilterSyntaxException("'" + left + "' cannot be compared with '" + right + "'");
        }
        return depth(new Condition.Equal(left, right));
    }

    private static void rejectNull(Node operand) {
        if (isNull(operand)) {
            throw new FilterSyntaxException("'" + operand + "' cannot be compared.");
        }
    }

    private static boolean isNull(Node node) {
        return node instanceof Condition.Constant constant && constant.value() == NoValue.MISSING;
    }

    static Condition ordered(Node left, Order order, Node right) {
        orderedOperand(left);
        orderedOperand(right);
        return depth(new Condition.Ordered(left, order, right));
    }

    private static void orderedOperand(Node operand) {
        boolean text = operand instanceof Node.Literal literal && literal.value() instanceof String;
        if (text || operand instanceof Condition) {
            throw new FilterSyntaxException("Value '" + operand + "' cannot be compared.");
        }
    }

    /// Limits that are numbers must leave something in between; others are refused as operands anyway.
    static void range(Node low, Node high) {
        boolean constants = isConstant(low) && isConstant(high);
        if (constants && (isNull(low) || isNull(high))) {
            throw new FilterSyntaxException("Illegal values of between, values can not be null!");
        }
        if (low instanceof Node.Literal least && high instanceof Node.Literal most
                && least.value() instanceof Number && most.value() instanceof Number
                && Comparison.compare(least.value(), most.value()) > 0) {
            throw new FilterSyntaxException("Illegal values of between, left value(" + low
                    + ") must less than or equal to right value(" + high + ")");
        }
    }

    private static boolean isConstant(Node node) {
        return node instanceof Node.Literal || node instanceof Condition.Constant;
    }

    static Node.Property property(Node node) {
        if (node instanceof Node.Property property) {
            return property;
        }
        throw new FilterSyntaxException("Expected a property for In expression, got: " + node);
    }

    static <N extends Node> N depth(N node) {
        if (node.depth() > SqlFilter.MAX_DEPTH) {
            throw tooDeep();
        }
        return node;
    }

    static FilterSyntaxException tooDeep() {
        return new FilterSyntaxException("an expression nested deeper than " + SqlFilter.MAX_DEPTH + " levels");
    }

    static Object integer(String text) {
        try {
            long value = Long.parseLong(text);
            return value == (int) value ? (Object) (int) value : (Object) value;
        } catch (NumberFormatException tooLarge) {
            throw new FilterSyntaxException("For input string: \"" + text + "\"");
        }
    }

    /// Zero as a decimal is refused, as by RocketMQ, which takes it for a number that is too small.
    static Object decimal(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new FilterSyntaxException(text + " is greater than " + Double.MAX_VALUE);
        }
        if (value < Double.MIN_VALUE) {
            throw new FilterSyntaxException(text + " is less than " + Double.MIN_VALUE);
        }
        return value;
    }
}
