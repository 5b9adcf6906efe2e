package io.skylark.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What was found while settings were read, collected so that all of it can be said at once.
public final class Problems {
    private final Set<String> errors = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// The process cannot start with this. Said once, however often it is found.
    public void error(String sentence) {
        errors.add(sentence);
    }

    /// Probably a mistake; the process starts.
    public void warn(String sentence) {
        warnings.add(sentence);
    }

    /// Good to know later; goes to the log file only.
    public void note(String sentence) {
        notes.add(sentence);
    }

    public List<String> errors() {
        return List.copyOf(errors);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }
}
