package io.skylark.server.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody meant who misspelt a key.
final class Spelling {
    /// Distance up to which an unknown key is taken for a misspelt one.
    private static final int MAX_TYPOS = 3;

    private Spelling() {}

    static Optional<String> nearest(String unknown, Collection<String> names) {
        String best = "";
        int fewest = MAX_TYPOS + 1;
        for (String name : names) {
            int typos = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (typos < fewest && typos < name.length() / 2) {
                fewest = typos;
                best = name;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// Levenshtein distance: insertions, deletions and replacements. More than [#MAX_TYPOS] is not told exactly.
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MAX_TYPOS) {
            return MAX_TYPOS + 1;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
