package io.skylark.conformance.differential;

import java.util.regex.Pattern;

/// What one request came to, without what differs from run to run.
///
/// @param remark the first line of it
/// @param details fields and messages of the answer that are compared
record Outcome(int code, String remark, String details) {
    /// There was no answer.
    static final Outcome SILENCE = new Outcome(-1, "no answer", "");

    private static final Pattern TIME = Pattern.compile("(?<![0-9])1[6-9]\\d{11}(?![0-9])");
    private static final Pattern MESSAGE_ID = Pattern.compile("\\b[0-9A-F]{32}\\b");
    private static final Pattern ADDRESS = Pattern.compile("/?\\d+\\.\\d+\\.\\d+\\.\\d+(:\\d+)?");

    static Outcome of(int code, String remark, String details) {
        // RocketMQ says so where a handler set none: a row of the document of differences
        boolean silent = code == 0 && remark.equals("not set any response code");
        return new Outcome(code, silent ? "" : normal(remark), normal(details));
    }

    private static String normal(String text) {
        String line = text.lines().findFirst().orElse("");
        String timeless = TIME.matcher(line).replaceAll("TIME");
        return ADDRESS.matcher(MESSAGE_ID.matcher(timeless).replaceAll("ID")).replaceAll("ADDRESS");
    }

    @Override
    public String toString() {
        return (code + " " + remark + " " + details).strip();
    }
}
