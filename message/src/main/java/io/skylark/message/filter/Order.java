package io.skylark.message.filter;

/// An order that is asked for between two values.
enum Order {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Order(String sign) {
        this.sign = sign;
    }

    String sign() {
        return sign;
    }

    /// @param comparison below, at or above 0, as of a Comparator
    boolean holds(int comparison) {
        return switch (this) {
            case LESS -> comparison < 0;
            case LESS_OR_EQUAL -> comparison <= 0;
            case GREATER -> comparison > 0;
            case GREATER_OR_EQUAL -> comparison >= 0;
        };
    }
}
