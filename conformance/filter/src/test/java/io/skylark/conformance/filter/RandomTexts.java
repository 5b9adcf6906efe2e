package io.skylark.conformance.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Makes expressions and properties: expressions that the grammar allows, though not all that is checked beyond it, and
/// mutilated ones.
final class RandomTexts {
    private static final List<String> NAMES = List.of("a", "b", "c", "TAGS", "$x_1");
    private static final List<String> NUMBERS = List.of(
            "0", "1", "2", "5", "10", "5L", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
            "1.0", "1.5", ".5", "2.", "1e1", "1.5E-2", "0.0", "1e400", "010", "5l");
    private static final List<String> TEXTS = List.of("''", "'a'", "'b'", "'ab'", "'it''s'", "'1'", "'1.0'", "'true'");
    private static final List<String> VALUES = List.of(
            "a", "b", "ab", "bab", "it's", "1", "2", "5", "10", "1.0", "1.5", "-1", "+5", " 5", "0", "-0.0", "0.0",
            "true", "TRUE", "false", "NaN", "Infinity", "2147483648", "9223372036854775808", "1e1", "0x10", "x1");
    private static final List<String> PIECES = List.of(
            "(", ")", ",", "=", "<>", "<", ">=", "+", "-", "--", "/*", "*/", "'", "!", "NOT", "AND", "OR", "IS", "NULL",
            "BETWEEN", "IN", "CONTAINS", "TRUE", "a", "1", "1.5", "'x'", "\n", ".", "e1", "L", "\u00e9", "LIKE", "<=>");

    private final RandomGenerator random;

    RandomTexts(RandomGenerator random) {
        this.random = random;
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                properties.put(name, pick(VALUES));
            }
        }
        return properties;
    }

    String expression() {
        String text = or(random.nextInt(5));
        int mutations = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
        for (int i = 0; i < mutations; i++) {
            text = mutate(text);
        }
        return text;
    }

    private String mutate(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(3));
        return text.substring(0, from) + (random.nextBoolean() ? pick(PIECES) : "") + text.substring(to);
    }

    private String or(int depth) {
        return depth <= 0 ? equality(0) : switch (random.nextInt(4)) {
            case 0 -> or(depth - 1) + blank() + word("OR") + blank() + or(depth - 1);
            case 1 -> or(depth - 1) + blank() + word("AND") + blank() + or(depth - 1);
            default -> equality(depth);
        };
    }

    private String equality(int depth) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> comparison(depth) + "=" + comparison(depth - 1);
            case 2 -> comparison(depth) + " <> " + comparison(depth - 1);
            case 3 -> comparison(depth) + blank() + word("IS") + not() + blank() + word("NULL");
            default -> comparison(depth);
        };
    }

    private String comparison(int depth) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> unary(depth) + pick(List.of("<", "<=", ">", ">=")) + unary(depth - 1);
            case 2 -> property() + pick(List.of("<", "<=", ">", ">=")) + pick(NUMBERS);
            case 3 -> operand() + not() + blank() + word("BETWEEN") + blank() + operand() + blank() + word("AND")
                    + blank() + operand();
            case 4 -> operand() + not() + blank() + word("IN") + "(" + pick(TEXTS) + "," + pick(TEXTS) + ")";
            case 5 -> operand() + not() + blank() + word(pick(List.of("CONTAINS", "STARTSWITH", "ENDSWITH")))
                    + pick(TEXTS);
            default -> unary(depth);
        };
    }

    private String operand() {
        return random.nextInt(3) > 0 ? property() : unary(1);
    }

    private String unary(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> depth > 0 ? word("NOT") + blank() + unary(depth - 1) : property();
            case 1 -> "-" + unary(depth - 1);
            case 2 -> depth > 0 ? "+" + unary(depth - 1) : property();
            case 3 -> depth > 0 ? "(" + or(depth - 1) + ")" : property();
            default -> primary();
        };
    }

    private String primary() {
        return switch (random.nextInt(10)) {
            case 0 -> word("TRUE");
            case 1 -> word("FALSE");
            case 2 -> random.nextInt(3) == 0 ? word("NULL") : property();
            case 3, 4 -> pick(NUMBERS);
            case 5 -> pick(TEXTS);
            default -> property();
        };
    }

    private String property() {
        return pick(NAMES);
    }

    private String not() {
        return random.nextInt(3) == 0 ? blank() + word("NOT") : "";
    }

    private String blank() {
        return random.nextInt(20) > 0 ? " " : pick(List.of("\t", "\n", "/* c */", " --c\n", "/***/"));
    }

    private String word(String word) {
        return random.nextInt(5) > 0 ? word : word.toLowerCase(Locale.ROOT);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
