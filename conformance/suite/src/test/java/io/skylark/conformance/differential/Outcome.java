package io.skylark.conformance.differential;

import java.util.regex.Pattern;

/// What one request came to, without what differs from run to run.
///
/// @param remark the first line of it
/// @param details fields and messages of the answer that are compared
record Outcome(int code, String remark, String details) {
    private static final Pattern ADDRESS = Pattern.compile("/?\\d+\\.\\d+\\.\\d+\\.\\d+(:\\d+)?");

    static Outcome of(int code, String remark, String details) {
        return new Outcome(code, normal(remark), normal(details));
    }

    private static String normal(String text) {
        return ADDRESS.matcher(text.lines().findFirst().orElse("")).replaceAll("ADDRESS");
    }

    @Override
    public String toString() {
        return (code + " " + remark + " " + details).strip();
    }
}
