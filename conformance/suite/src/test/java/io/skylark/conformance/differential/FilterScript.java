package io.skylark.conformance.differential;

import java.io.IOException;
import java.util.List;

import static io.skylark.conformance.differential.Fields.NONE;
import static io.skylark.conformance.differential.Fields.property;

/// Which messages an expression lets through: the offsets that come are the outcome.
final class FilterScript {
    private static final List<String> TAGS = List.of("A", "A || B", " A||B ", "A|B", "Aa", "BB", "*", "", "||",
            "C || C");
    private static final List<String> EXPRESSIONS = List.of(
            "n = 1", "n > 0", "n >= 1.5", "n < 2", "n <> 1", "NOT n = 1", "n BETWEEN 1 AND 2", "n NOT BETWEEN 1 AND 2",
            "s = 'x'", "s <> 'x'", "s IN ('x', 'z')", "s NOT IN ('x', 'z')", "s IS NULL", "s IS NOT NULL", "TAGS = 'A'",
            "s = 'x' OR n = 2", "s = 'x' AND n = 2", "none = 1 OR n = 1", "none <> 1", "NOT none = 1", "b = TRUE", "b",
            "s CONTAINS 'x'", "s NOT CONTAINS 'x'", "s STARTSWITH 'x'", "s ENDSWITH 'y'", "n + 1", "-n = 1", "n = +1",
            "n = '1'", "s > 1", "s > n", "n > n", "n = 1L", "n = 1e0", "n = 0x1", "(n = 1)", "n = 1 -- one",
            "n = 1 OR 2 = 2",
            "1 = 1", "TRUE", "FALSE OR n = 1", "NULL", "n = NULL", "a-b = 1", "\"n\" = 1", "s = 'it''s'", "*");

    private FilterScript() {
    }

    static void play(Conversation server) throws IOException {
        server.createTopic("Filter", 1);
        List<String> properties = List.of(
                property("TAGS", "A") + property("n", "1") + property("s", "x") + property("b", "true"),
                property("TAGS", "B") + property("n", "2") + property("s", "xy") + property("b", "false"),
                property("TAGS", "Aa") + property("n", "1.5") + property("b", "TRUE"),
                property("TAGS", "BB") + property("s", "it's"),
                property("n", "x") + property("s", "7"),
                property("UNIQ_KEY", "bare"));
        for (int i = 0; i < properties.size(); i++) {
            server.prepare(310, "m" + i, Fields.send("Filter", 0, properties.get(i)));
        }
        server.awaitMax("Filter", 0, properties.size());
        for (String tags : TAGS) {
            server.offsetsStep("tags " + tags, Fields.pull("Filter", 0, 0, "subscription", tags));
        }
        for (String expression : EXPRESSIONS) {
            String escaped = expression.replace("\"", "\\\"");
            server.offsetsStep("SQL " + expression,
                    Fields.pull("Filter", 0, 0, "expressionType", "SQL92", "subscription", escaped));
            server.step("check of " + expression, 46, check(escaped), NONE);
        }
        server.offsetsStep("an expression of no type", Fields.pull("Filter", 0, 0, "expressionType", "XYZ"));
    }

    private static String check(String expression) {
        return "{\"clientId\":\"c\",\"group\":\"filterers\",\"namespace\":\"\",\"subscriptionData\":{"
                + "\"classFilterMode\":false,\"codeSet\":[],\"expressionType\":\"SQL92\",\"subString\":\"" + expression
                + "\",\"subVersion\":1,\"tagsSet\":[],\"topic\":\"Filter\"}}";
    }
}
