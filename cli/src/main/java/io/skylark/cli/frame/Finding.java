package io.skylark.cli.frame;

import java.util.List;
import java.util.Optional;

/// What a check found.
///
/// @param check what was looked at
/// @param fix what a person can do about it
public record Finding(String check, State state, String detail, Optional<String> fix) {
    /// From good to bad.
    public enum State { ok, warning, failed }

    private static final Columns<Finding> COLUMNS = Columns.named("check", Finding::check)
            .with("state", Finding::state)
            .with("detail", Finding::detail)
            .with("fix", Finding::fix);

    public static Finding ok(String check, String detail) {
        return new Finding(check, State.ok, detail, Optional.empty());
    }

    public static Finding warning(String check, String detail, String fix) {
        return new Finding(check, State.warning, detail, Optional.of(fix));
    }

    public static Finding failed(String check, String detail, String fix) {
        return new Finding(check, State.failed, detail, Optional.of(fix));
    }

    /// Prints a checklist.
    public static void print(List<Finding> findings, Output output) {
        if (!output.isTable()) {
            output.list(COLUMNS, findings);
            return;
        }
        int width = findings.stream().mapToInt(finding -> finding.check.length()).max().orElse(0);
        for (Finding finding : findings) {
            String mark = switch (finding.state) {
                case ok -> "[ok]  ";
                case warning -> "[warn]";
                case failed -> "[FAIL]";
            };
            output.out().println(mark + " " + finding.check + " ".repeat(width - finding.check.length()) + "  "
                    + CellText.printable(finding.detail));
            finding.fix.ifPresent(fix -> output.out().println(" ".repeat(mark.length() + width + 3) + "-> " + fix));
        }
        output.out().flush();
    }

    public static boolean anyFailed(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.state == State.failed);
    }
}
