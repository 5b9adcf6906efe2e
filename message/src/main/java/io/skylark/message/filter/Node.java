package io.skylark.message.filter;

/// A part of a compiled expression. Immutable.
sealed interface Node permits Node.Literal, Node.Property, Node.Negative, Condition {
    /// The value: Boolean (only the two constants), String, Integer, Long, Double or [NoValue].
    Object evaluate(PropertyValues properties);

    /// Levels of nodes, itself included.
    default int depth() {
        return 1;
    }

    /// A number or a text; words that are values are [Condition.Constant]s.
    record Literal(Object value) implements Node {
        @Override
        public Object evaluate(PropertyValues properties) {
            return value;
        }

        @Override
        public String toString() {
            return value instanceof String text ? "'" + text.replace("'", "''") + "'" : value.toString();
        }
    }

    /// The value of a property, always a text.
    record Property(String name) implements Node {
        @Override
        public Object evaluate(PropertyValues properties) {
            String value = properties.find(name);
            return value == null ? NoValue.MISSING : value;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// `-`: of a number only. A property is a text, so that its negative is missing.
    record Negative(Node operand) implements Node {
        @Override
        public Object evaluate(PropertyValues properties) {
            Object value = operand.evaluate(properties);
            if (value instanceof Integer number) {
                return -number;
            } else if (value instanceof Long number) {
                return -number;
            } else if (value instanceof Double number) {
                return -number;
            }
            return value == NoValue.FAULT ? value : NoValue.MISSING;
        }

        @Override
        public int depth() {
            return 1 + operand.depth();
        }

        @Override
        public String toString() {
            return "(- " + operand + ")";
        }
    }
}
