package io.skylark.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Every key that a configuration file may hold: those with an effect, those that are accepted without one because
/// RocketMQ knows them, and those that are refused because ignoring them would be a lie.
public final class Catalog {
    /// Keys without effect whose names say that they are nobody's business over the network either.
    private static final Pattern SENSITIVE = Pattern.compile(
            "path|dir$|file$|home|class|provider|plugin|addr|peers|host|proxy|blacklist|credential|user|auth|acl|tls|whitelist",
            Pattern.CASE_INSENSITIVE);

    /// @param key a switch of RocketMQ that is not here
    /// @param harmless the values (lower case) that ask for nothing
    /// @param why completes the sentence "key=value ..."
    record Refusal(String key, Collection<String> harmless, String why) {}

    /// What becomes of a key.
    public enum Kind { HONOURED, MAPPED, IGNORED, REFUSED }

    /// One line of the table.
    ///
    /// @param key empty for a key without effect
    /// @param meaning what it does, or why it does nothing
    public record Row(String name, Kind kind, Optional<Key<?>> key, String meaning) {}

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

    /// All keys of both; what one of them honours is honoured, and what one of them refuses is not ignored.
    public Catalog and(Catalog other) {
        Catalog both = new Catalog();
        both.keys.putAll(other.keys);
        both.keys.putAll(keys);
        both.refusals.putAll(other.refusals);
        both.refusals.putAll(refusals);
        both.withoutEffect.putAll(other.withoutEffect);
        both.withoutEffect.putAll(withoutEffect);
        both.refusals.keySet().removeAll(both.keys.keySet());
        both.withoutEffect.keySet().removeAll(both.keys.keySet());
        both.withoutEffect.keySet().removeAll(both.refusals.keySet());
        return both;
    }

    boolean has(String name) {
        return keys.containsKey(name);
    }

    Collection<Key<?>> keys() {
        return keys.values();
    }

    /// The whole table: keys with an effect in their order, the others by name.
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        keys.keySet().forEach(name -> rows.add(row(name).orElseThrow()));
        refusals.keySet().stream().sorted().forEach(name -> rows.add(row(name).orElseThrow()));
        withoutEffect.keySet().stream().sorted().forEach(name -> rows.add(row(name).orElseThrow()));
        return rows;
    }

    /// What becomes of a key; empty for one that nobody knows.
    public Optional<Row> row(String name) {
        Key<?> key = keys.get(name);
        if (key != null) {
            Kind kind = key.insteadOf().isEmpty() ? Kind.HONOURED : Kind.MAPPED;
            return Optional.of(new Row(name, kind, Optional.of(key), key.meaning()));
        }
        Refusal refusal = refusals.get(name);
        if (refusal != null) {
            return Optional.of(new Row(name, Kind.REFUSED, Optional.empty(), refusal.why()));
        }
        String reason = withoutEffect.get(name);
        return reason == null
                ? Optional.empty()
                : Optional.of(new Row(name, Kind.IGNORED, Optional.empty(), reason));
    }

    /// Whether a key must never be changed over the network: it names a path, a class, a command or an address, or it is
    /// about who may do what.
    public boolean isProtected(String name) {
        Key<?> key = keys.get(name);
        return key == null ? SENSITIVE.matcher(name).find() : !key.reach().isRemote();
    }

    /// Says what is to be said about one setting, before its value is read.
    ///
    /// @param strict whether an unknown key is an error
    void inspect(String name, Setting setting, boolean strict, Problems problems, Map<String, String> ignored) {
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
        } else if (strict) {
            problems.error("unknown key " + name + " (" + setting.origin() + ")" + hint(name));
        } else {
            problems.warn("unknown key " + name + " (" + setting.origin() + ") is ignored" + hint(name));
        }
    }

    /// Names the nearest known key, as the end of a sentence about an unknown one; empty when none is near.
    public String hint(String unknown) {
        List<String> names = new ArrayList<>(keys.keySet());
        names.addAll(withoutEffect.keySet());
        names.addAll(refusals.keySet());
        return Spelling.nearest(unknown, names).map(near -> "; did you mean " + near + "?").orElse("");
    }

    /// The key that an environment variable means: `FILE_RESERVED_TIME` is `fileReservedTime`.
    Optional<String> fromVariable(String words) {
        String joined = words.replace("_", "");
        return keys.keySet().stream().filter(joined::equalsIgnoreCase).findFirst();
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
