package io.skylark.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every key that a configuration file may hold: those with an effect, those that are accepted without one because
/// RocketMQ knows them, and those that are refused because ignoring them would be a lie.
public final class Catalog {
    /// Distance up to which an unknown key is taken for a misspelt one.
    private static final int MAX_TYPOS = 3;

    /// @param key a switch of RocketMQ that is not here
    /// @param harmless the values (lower case) that ask for nothing
    /// @param why completes the sentence "key=value ..."
    record Refusal(String key, Collection<String> harmless, String why) {}

    private final Map<String, Key<?>> keys = new LinkedHashMap<>();
    private final Map<String, String> withoutEffect = new LinkedHashMap<>();
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();

    static Catalog of(Key<?>... keys) {
        Catalog catalog = new Catalog();
        Arrays.stream(keys).forEach(key -> catalog.keys.put(key.name(), key));
        return catalog;
    }

    /// Adds keys of RocketMQ from a resource: lines `# reason`, each followed by the keys it stands for.
    Catalog accept(String resource) {
        String reason = "";
        for (String line : lines(resource)) {
            if (line.startsWith("#")) {
                reason = line.substring(1).strip();
            } else if (!line.isBlank()) {
                withoutEffect.put(line.strip(), reason);
            }
        }
        return this;
    }

    Catalog refuse(Refusal... more) {
        Arrays.stream(more).forEach(refusal -> refusals.put(refusal.key(), refusal));
        return this;
    }

    /// All keys of both; what one of them honours is honoured.
    public Catalog and(Catalog other) {
        Catalog both = new Catalog();
        both.keys.putAll(other.keys);
        both.keys.putAll(keys);
        both.withoutEffect.putAll(other.withoutEffect);
        both.withoutEffect.putAll(withoutEffect);
        both.refusals.putAll(other.refusals);
        both.refusals.putAll(refusals);
        return both;
    }

    boolean has(String name) {
        return keys.containsKey(name);
    }

    boolean isWithoutEffect(String name) {
        return withoutEffect.containsKey(name);
    }

    Collection<Key<?>> keys() {
        return keys.values();
    }

    /// Says what is to be said about one setting, before its value is read.
    void inspect(String name, Setting setting, Problems problems, Map<String, String> ignored) {
        if (keys.containsKey(name)) {
            return;
        }
        Refusal refusal = refusals.get(name);
        if (refusal != null) {
            if (!refusal.harmless().contains(setting.value().toLowerCase(Locale.ROOT))) {
                problems.error(name + "=" + setting.value() + " (" + setting.origin() + ") " + refusal.why());
            }
        } else if (withoutEffect.containsKey(name)) {
            ignored.put(name, withoutEffect.get(name));
        } else {
            problems.warn("unknown key " + name + " (" + setting.origin() + ") is ignored"
                    + nearest(name).map(near -> "; did you mean " + near + "?").orElse(""));
        }
    }

    /// The key that an environment variable means: `FILE_RESERVED_TIME` is `fileReservedTime`.
    Optional<String> fromVariable(String words) {
        String joined = words.replace("_", "");
        return keys.keySet().stream().filter(joined::equalsIgnoreCase).findFirst();
    }

    private Optional<String> nearest(String unknown) {
        String best = "";
        int fewest = MAX_TYPOS + 1;
        for (Collection<String> names : Arrays.asList(keys.keySet(), withoutEffect.keySet())) {
            for (String name : names) {
                int typos = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
                if (typos < fewest && typos < name.length() / 2) {
                    fewest = typos;
                    best = name;
                }
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// Levenshtein distance: insertions, deletions and replacements.
    static int distance(String a, String b) {
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

    private static Collection<String> lines(String resource) {
        try (InputStream bytes = Catalog.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource " + resource + " is missing from the jar");
            }
            return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
