package io.skylark.cli.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Clusters by name, in a file of the user:
///
/// ```toml
/// current = "test"
///
/// [context.test]
/// name-servers = "localhost:9876"
/// ```
///
/// @param current the name of the one that counts when nothing else is said
/// @param nameServers by name of the context
public record ContextFile(Optional<String> current, SortedMap<String, String> nameServers) {
    private static final Pattern SECTION = Pattern.compile("\\[context\\.([A-Za-z0-9_.-]+)]");
    private static final Pattern ENTRY = Pattern.compile("([a-z-]+)\\s*=\\s*\"([^\"]*)\"\\s*(#.*)?");
    private static final String CURRENT = "current";
    private static final String NAME_SERVERS = "name-servers";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    /// An empty one when there is no file.
    ///
    /// @throws IllegalArgumentException when a line means nothing
    public static ContextFile read(Path file) {
        try {
            return parse(Files.readAllLines(file), file);
        } catch (NoSuchFileException none) {
            return new ContextFile(Optional.empty(), new TreeMap<>());
        } catch (IOException failure) {
            throw CommandException.failed("cannot read " + file + ": " + failure.getMessage());
        }
    }

    private static ContextFile parse(List<String> lines, Path file) {
        Optional<String> current = Optional.empty();
        SortedMap<String, String> contexts = new TreeMap<>();
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher header = SECTION.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (header.matches()) {
                section = header.group(1);
            } else if (entry.matches() && section.isEmpty() && entry.group(1).equals(CURRENT)) {
                current = Optional.of(entry.group(2));
            } else if (entry.matches() && !section.isEmpty() && entry.group(1).equals(NAME_SERVERS)) {
                contexts.put(section, entry.group(2));
            } else {
                throw new IllegalArgumentException(file + ", line " + (i + 1) + ": \"" + line + "\" means nothing;"
                        + " there are current = \"NAME\", [context.NAME], and in that name-servers = \"HOST:PORT\"");
            }
        }
        return new ContextFile(current, contexts);
    }

    /// @throws IllegalArgumentException when there is none of this name
    public String nameServers(String context) {
        String addresses = nameServers.get(context);
        if (addresses == null) {
            throw new IllegalArgumentException("there is no context \"" + context + "\""
                    + (nameServers.isEmpty() ? ": skylark context set " + context + " HOST:PORT makes it"
                            : "; there are " + String.join(", ", nameServers.keySet())));
        }
        return addresses;
    }

    public ContextFile with(String context, String addresses) {
        if (!NAME.matcher(context).matches()) {
            throw new IllegalArgumentException("\"" + context + "\" is no name of a context: letters, digits, . _ -");
        }
        SortedMap<String, String> more = new TreeMap<>(nameServers);
        more.put(context, addresses);
        return new ContextFile(current.or(() -> Optional.of(context)), more);
    }

    public ContextFile without(String context) {
        SortedMap<String, String> fewer = new TreeMap<>(nameServers);
        fewer.remove(context);
        return new ContextFile(current.filter(name -> !name.equals(context)), fewer);
    }

    public ContextFile using(String context) {
        var _ = nameServers(context);
        return new ContextFile(Optional.of(context), nameServers);
    }

    /// Replaces the file in one step.
    public void write(Path file) {
        StringBuilder text = new StringBuilder();
        current.ifPresent(name -> text.append(CURRENT + " = \"").append(name).append("\"\n"));
        nameServers.forEach((name, addresses) -> text.append("\n[context.").append(name).append("]\n")
                .append(NAME_SERVERS + " = \"").append(addresses).append("\"\n"));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }
}
