package io.skylark.log.inspect;

import java.util.List;

/// What was found in one file.
///
/// @param entries whole entries in it, 0 for other files than segments
/// @param problems what is wrong, by position
/// @param notes what is remarkable but not wrong
public record FileReport(String name, long entries, long messages, List<Problem> problems, List<String> notes) {
    public FileReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isWhole() {
        return problems.isEmpty();
    }
}
