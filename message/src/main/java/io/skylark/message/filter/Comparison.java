package io.skylark.message.filter;

/// Compares two values that are there. A text that meets a number is read as a number of that kind: an integer up to 32
/// bits, a longer one, or a decimal; so `a = 1` fails for "1.0" and for "3000000000", as in RocketMQ.
final class Comparison {
    private Comparison() {}

    /// Boolean or [NoValue#FAULT].
    static Object equal(Object left, Object right) {
        if (left instanceof Boolean) {
            return right instanceof String ? NoValue.FAULT : (Object) left.equals(right);
        }
        if (right instanceof Boolean) {
            return left instanceof String text && right.equals(Boolean.valueOf(text));
        }
        if (left instanceof String && right instanceof String) {
            return left.equals(right);
        }
        Object leftNumber = number(left, right);
        Object rightNumber = number(right, left);
        boolean fault = leftNumber == NoValue.FAULT || rightNumber == NoValue.FAULT;
        return fault ? NoValue.FAULT : (Object) (compare(leftNumber, rightNumber) == 0);
    }

    /// Boolean or [NoValue#FAULT]. Two texts are read as decimals.
    static Object ordered(Object left, Order order, Object right) {
        boolean texts = left instanceof String && right instanceof String;
        Object leftNumber = texts ? decimal((String) left) : number(left, right);
        Object rightNumber = texts ? decimal((String) right) : number(right, left);
        boolean fault = leftNumber == NoValue.FAULT || rightNumber == NoValue.FAULT;
        return fault ? NoValue.FAULT : (Object) order.holds(compare(leftNumber, rightNumber));
    }

    /// The value itself, or the number in a text, of the kind of the other side.
    private static Object number(Object value, Object kind) {
        if (!(value instanceof String text)) {
            return value;
        }
        return kind instanceof Double ? decimal(text) : integer(text, kind instanceof Integer);
    }

    private static Object decimal(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException noNumber) {
            return NoValue.FAULT;
        }
    }

    private static Object integer(String text, boolean small) {
        if (!mayBeInteger(text)) {
            return NoValue.FAULT;
        }
        try {
            return small ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException noNumber) {
            return NoValue.FAULT;
        }
    }

    /// Words are common where numbers are asked for, and an exception for each message is not cheap.
    private static boolean mayBeInteger(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isDigit(c) && c != '-' && c != '+' && !Character.isSurrogate(c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Compares numbers. Decimals as in Java: NaN is above all others.
    static int compare(Object left, Object right) {
        Number leftNumber = (Number) left;
        Number rightNumber = (Number) right;
        return left instanceof Double || right instanceof Double
                ? Double.compare(leftNumber.doubleValue(), rightNumber.doubleValue())
                : Long.compare(leftNumber.longValue(), rightNumber.longValue());
    }
}
