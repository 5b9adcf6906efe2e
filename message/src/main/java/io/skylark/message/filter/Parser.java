package io.skylark.message.filter;

import io.skylark.message.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads one expression by the grammar in [SqlFilter], one method for each of its rules. Used once.
final class Parser {
    private final Lexer lexer;
    private Token token;
    private int open;

    Parser(String text) {
        lexer = new Lexer(text);
        token = lexer.next();
    }

    Condition parse() {
        return Check.condition(or());
    }

    private Node or() {
        return chain(Kind.OR, this::and, Condition.Any::new);
    }

    private Node and() {
        return chain(Kind.AND, this::equality, Condition.All::new);
    }

    /// One node for the whole chain, so that a long one is not a deep one.
    private Node chain(Kind word, Supplier<Node> part, Function<List<Condition>, Condition> make) {
        Node first = part.get();
        if (token.kind() != word) {
            return first;
        }
        List<Condition> operands = new ArrayList<>();
        operands.add(Check.condition(first));
        while (token.kind() == word) {
            advance();
            operands.add(Check.condition(part.get()));
        }
        return Check.depth(make.apply(List.copyOf(operands)));
    }

    private Node equality() {
        Node left = comparison();
        while (true) {
            switch (token.kind()) {
                case EQUAL -> {
                    advance();
                    left = Check.equal(left, comparison());
                }
                case NOT_EQUAL -> {
                    advance();
                    left = Check.depth(new Condition.Not(Check.equal(left, comparison())));
                }
                case IS -> {
                    advance();
                    boolean negated = accept(Kind.NOT);
                    expect(Kind.NULL);
                    Condition isNull = new Condition.Equal(left, new Condition.Constant(NoValue.MISSING));
                    left = Check.depth(negated ? new Condition.Not(isNull) : isNull);
                }
                default -> {
                    return left;
                }
            }
        }
    }

    private Node comparison() {
        Node left = unary();
        while (true) {
            switch (token.kind()) {
                case GREATER -> left = ordered(left, Order.GREATER);
                case GREATER_OR_EQUAL -> left = ordered(left, Order.GREATER_OR_EQUAL);
                case LESS -> left = ordered(left, Order.LESS);
                case LESS_OR_EQUAL -> left = ordered(left, Order.LESS_OR_EQUAL);
                case NOT, BETWEEN, IN, CONTAINS, STARTSWITH, ENDSWITH -> left = test(left, accept(Kind.NOT));
                default -> {
                    return left;
                }
            }
        }
    }

    private Node ordered(Node left, Order order) {
        advance();
        return Check.ordered(left, order, unary());
    }

    private Node test(Node left, boolean negated) {
        Token word = token;
        advance();
        return switch (word.kind()) {
            case BETWEEN -> between(left, negated);
            case IN -> in(left, negated);
            case CONTAINS, STARTSWITH, ENDSWITH -> Check.depth(new Condition.Text(
                    left, TextPart.valueOf(word.kind().name()), expect(Kind.STRING).text(), negated));
            default -> throw unexpected(word, "BETWEEN, IN, CONTAINS, STARTSWITH or ENDSWITH");
        };
    }

    private Node between(Node value, boolean negated) {
        Node low = unary();
        expect(Kind.AND);
        Node high = unary();
        if (negated) {
            return Check.depth(new Condition.Any(List.of(
                    Check.ordered(value, Order.LESS, low), Check.ordered(value, Order.GREATER, high))));
        }
        Check.range(low, high);
        return Check.depth(new Condition.All(List.of(
                Check.ordered(value, Order.GREATER_OR_EQUAL, low), Check.ordered(value, Order.LESS_OR_EQUAL, high))));
    }

    private Node in(Node value, boolean negated) {
        List<String> values = new ArrayList<>();
        expect(Kind.OPEN);
        do {
            values.add(expect(Kind.STRING).text());
        } while (accept(Kind.COMMA));
        expect(Kind.CLOSE);
        return new Condition.OneOf(Check.property(value), List.copyOf(values), negated);
    }

    private Node unary() {
        switch (token.kind()) {
            case PLUS, MINUS, NOT, OPEN -> {
                enter();
                Node inner = nested();
                open--;
                return inner;
            }
            default -> {
                return primary();
            }
        }
    }

    private Node nested() {
        Kind sign = token.kind();
        advance();
        return switch (sign) {
            case PLUS -> unary();
            case MINUS -> Check.depth(new Node.Negative(unary()));
            case NOT -> Check.depth(new Condition.Not(Check.condition(unary())));
            default -> {
                Node inner = or();
                expect(Kind.CLOSE);
                yield inner;
            }
        };
    }

    private Node primary() {
        Token read = token;
        advance();
        return switch (read.kind()) {
            case TRUE -> new Condition.Constant(true);
            case FALSE -> new Condition.Constant(false);
            case NULL -> new Condition.Constant(NoValue.MISSING);
            case INTEGER -> new Node.Literal(Check.integer(read.text()));
            case DECIMAL -> new Node.Literal(Check.decimal(read.text()));
            case STRING -> new Node.Literal(read.text());
            case PROPERTY -> new Node.Property(read.text());
            default -> throw unexpected(read, "a property, a number, a 'text', TRUE, FALSE, NULL, NOT, +, - or (");
        };
    }

    private void enter() {
        if (++open > SqlFilter.MAX_DEPTH) {
            throw Check.tooDeep();
        }
    }

    private void advance() {
        token = lexer.next();
    }

    private boolean accept(Kind kind) {
        if (token.kind() != kind) {
            return false;
        }
        advance();
        return true;
    }

    private Token expect(Kind kind) {
        Token read = token;
        if (read.kind() != kind) {
            throw unexpected(read, kind == Kind.STRING ? "a 'text'" : kind.name());
        }
        advance();
        return read;
    }

    private static FilterSyntaxException unexpected(Token read, String wanted) {
        return new FilterSyntaxException(
                "Encountered " + read + " at character " + (read.at() + 1) + ", was expecting " + wanted);
    }
}
