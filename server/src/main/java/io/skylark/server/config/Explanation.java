package io.skylark.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of the table in sentences.
public final class Explanation {
    private Explanation() {}

    /// @param server that the catalog is of, for people
    /// @return lines; empty when the key is not known
    public static Optional<List<String>> of(String server, Catalog catalog, String name) {
        return catalog.row(name).map(row -> {
            List<String> lines = new ArrayList<>();
            lines.add(name + " (" + server + ")");
            switch (row.kind()) {
                case REFUSED -> lines.add("  refused: " + row.meaning());
                case IGNORED -> lines.add("  accepted without effect: " + row.meaning());
                case HONOURED, MAPPED -> row.key().ifPresent(key -> describe(key, lines));
            }
            if (catalog.isProtected(name)) {
                lines.add("  cannot be changed over the network");
            }
            return lines;
        });
    }

    private static void describe(Key<?> key, List<String> lines) {
        lines.add("  " + key.meaning());
        lines.add("  must be " + ReferencePage.allowed(key));
        lines.add("  standard: " + (key.standard().isEmpty() ? "not set" : key.standard()));
        lines.add(key.reach().isLive() ? "  a change holds at once" : "  a change holds from the next start on");
        if (!key.insteadOf().isEmpty()) {
            lines.add("  a key of RocketMQ for what " + key.insteadOf() + " says in our words");
        }
    }
}
