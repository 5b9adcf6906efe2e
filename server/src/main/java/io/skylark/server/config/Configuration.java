package io.skylark.server.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of one process from all places; later ones win: built in, profile, file, environment, command
/// line, and what was changed while the process ran.
///
/// Reading never fails at once: everything wrong is collected in [#problems()].
public final class Configuration {
    private static final String NAME_SERVERS = "namesrvAddr";
    private static final String COMMAND_LINE = "command line";

    private static final String BROKER_OVERLAY = "broker.overlay.properties";
    private static final String NAME_SERVER_OVERLAY = "namesrv.overlay.properties";

    private final Sources sources;
    private final Catalog catalog;
    private final Environment environment;
    private final Problems problems;
    private final Map<String, Setting> settings = new TreeMap<>();
    private final Map<String, Setting> overlaid = new TreeMap<>();

    private Configuration(Sources sources, Problems problems) {
        this.sources = sources;
        this.catalog = sources.catalog();
        this.environment = sources.environment();
        this.problems = problems;
    }

    /// @param variablePrefix environment variables that start with this are settings, such as `SKYLARK_BROKER_`
    /// @param profile standards that differ from the built-in ones
    public static Configuration load(
            Catalog catalog,
            Arguments arguments,
            String variablePrefix,
            Map<String, String> profile,
            Environment environment,
            Problems problems) {
        Configuration configuration = new Configuration(
                new Sources(catalog, arguments, variablePrefix, Map.copyOf(profile), environment), problems);
        configuration.gather();
        configuration.overlaid.putAll(configuration.overlay().read(catalog, problems));
        configuration.finish();
        return configuration;
    }

    /// The same places read again.
    public Configuration again(Problems found) {
        return load(
                catalog, sources.arguments(), sources.variablePrefix(), sources.profile(), environment, found);
    }

    /// The same settings with changes that win over all others; they are not in the overlay's file yet.
    public Configuration with(Map<String, String> changes, Problems found) {
        Configuration changed = new Configuration(sources, found);
        changed.gather();
        changed.overlaid.putAll(overlaid);
        String origin = overlay().file().toString();
        changes.forEach((name, value) -> changed.overlaid.put(name, new Setting(value.strip(), origin)));
        changed.finish();
        return changed;
    }

    private void gather() {
        sources.profile().forEach((name, value) -> add(name, value, "profile"));
        if (catalog.has(NAME_SERVERS)) {
            add(NAME_SERVERS, environment.variables().get("NAMESRV_ADDR"), "NAMESRV_ADDR");
            add(NAME_SERVERS, environment.properties().get("rocketmq.namesrv.addr"), "-Drocketmq.namesrv.addr");
        }
        add(BrokerKeys.LOG_OUTPUT.name(), environment.variables().get("SKYLARK_LOG"), "SKYLARK_LOG");
        add(BrokerKeys.LOG_FORMAT.name(), environment.variables().get("SKYLARK_LOG_FORMAT"), "SKYLARK_LOG_FORMAT");
        Arguments arguments = sources.arguments();
        arguments.file().flatMap(this::file).ifPresent(file -> settings.putAll(PropertiesFile.read(file, problems)));
        addVariables(sources.variablePrefix());
        arguments.nameServers()
                .filter(any -> catalog.has(NAME_SERVERS))
                .ifPresent(value -> add(NAME_SERVERS, value, "-n"));
        arguments.overrides().forEach((name, value) -> add(name, value, COMMAND_LINE));
    }

    private Optional<Path> file(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException wrong) {
            problems.error("-c " + name + " is not a path: " + wrong.getReason());
            return Optional.empty();
        }
    }

    private void finish() {
        overlaid.forEach((name, changed) -> {
            Setting hidden = settings.put(name, changed);
            if (hidden != null && !hidden.value().equals(changed.value()) && !hidden.origin().equals("profile")) {
                problems.note(name + "=" + hidden.value() + " (" + hidden.origin() + ") is overridden by "
                        + changed.value() + " (" + changed.origin() + ")");
            }
        });
        inspect();
    }

    /// What was changed at run time, and where it is kept: with the data.
    Overlay overlay() {
        Key<String> folder = catalog.has(BrokerKeys.DATA_FOLDER.name()) ? BrokerKeys.DATA_FOLDER : NameServerKeys.KV_FILE;
        Setting set = settings.get(folder.name());
        String text = set == null || set.value().isEmpty() ? folder.standard() : set.value();
        Path place;
        try {
            place = environment.path(text).toAbsolutePath().normalize();
        } catch (InvalidPathException reportedElsewhere) {
            place = Path.of("").toAbsolutePath();
        }
        return new Overlay(folder.equals(BrokerKeys.DATA_FOLDER)
                ? place.resolve(BROKER_OVERLAY)
                : place.resolveSibling(NAME_SERVER_OVERLAY));
    }

    /// Writes what was changed at run time to its file, what [#with] added among it.
    ///
    /// @throws IOException when that cannot be done, in a sentence that says why; the file is as it was
    public void keep() throws IOException {
        overlay().write(overlaid);
    }

    /// The names of the settings that `next` has otherwise, each with whether that holds at once.
    public Map<String, Boolean> differences(Configuration next) {
        Map<String, String> before = plain();
        Map<String, String> after = next.plain();
        Map<String, Boolean> different = new TreeMap<>();
        for (Key<?> key : catalog.keys()) {
            if (!Objects.equals(before.get(key.name()), after.get(key.name()))) {
                different.put(key.name(), key.reach().isLive());
            }
        }
        return different;
    }

    public Catalog catalog() {
        return catalog;
    }

    /// Where log lines go: `AUTO`, `FILE` or `STDOUT`.
    public String logOutput() {
        return get(BrokerKeys.LOG_OUTPUT);
    }

    /// In which form: `TEXT` or `JSON`.
    public String logFormat() {
        return get(BrokerKeys.LOG_FORMAT);
    }

    public Problems problems() {
        return problems;
    }

    public Environment environment() {
        return environment;
    }

    /// True when somebody set it to something.
    public boolean isSet(Key<?> key) {
        Setting setting = settings.get(key.name());
        return setting != null && !setting.value().isEmpty();
    }

    /// The value, or the standard one when it is not set, or when it is wrong, which is a problem then.
    public <T> T get(Key<T> key) {
        Setting setting = settings.get(key.name());
        if (setting == null || setting.value().isEmpty()) {
            return key.form().read(key.standard());
        }
        try {
            return key.form().read(setting.value());
        } catch (IllegalArgumentException wrong) {
            problems.error(
                    key.name() + "=" + setting.value() + " (" + setting.origin() + ") must be " + wrong.getMessage());
            return key.form().read(key.standard());
        }
    }

    /// The value of a setting as an absolute path; a wrong one is a problem.
    public Path path(Key<?> key, String text) {
        try {
            return environment.path(text).toAbsolutePath().normalize();
        } catch (InvalidPathException wrong) {
            problems.error(key.name() + "=" + text + " must be a path: " + wrong.getReason());
            return Path.of("");
        }
    }

    /// The settings as lines `key=value`, with where they come from and what they mean.
    public List<String> describe(boolean onlyChanged) {
        List<String> lines = new ArrayList<>();
        for (Key<?> key : catalog.keys()) {
            if (!onlyChanged || isSet(key)) {
                lines.add("# " + key.meaning() + " (" + origin(key) + ")");
                lines.add(key.name() + "=" + text(key));
            }
        }
        return lines;
    }

    /// One setting.
    ///
    /// @param isSet whether somebody set it to something
    public record Line(String name, String value, String origin, boolean isSet) {}

    /// All settings with an effect.
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        catalog.keys().forEach(key -> lines.add(new Line(key.name(), text(key), origin(key), isSet(key))));
        return lines;
    }

    /// The text of a setting as somebody wrote it, or the standard one.
    String text(Key<?> key) {
        Setting setting = settings.get(key.name());
        return setting == null ? key.standard() : setting.value();
    }

    /// Where the value of a setting comes from.
    String origin(Key<?> key) {
        Setting setting = settings.get(key.name());
        return setting == null ? "standard" : setting.origin();
    }

    /// All settings with an effect, by name, in their plainest form: numbers without units. Wrong ones are left out.
    public Map<String, String> plain() {
        Map<String, String> plain = new TreeMap<>();
        for (Key<?> key : catalog.keys()) {
            String text = text(key);
            try {
                plain.put(key.name(), key.form().plain(text.isEmpty() ? key.standard() : text));
            } catch (IllegalArgumentException wrong) {
                // said where the value was read
            }
        }
        return plain;
    }

    private void add(String name, @Nullable String value, String origin) {
        if (value != null && !value.isBlank()) {
            settings.put(name, new Setting(value.strip(), origin));
        }
    }

    private void addVariables(String prefix) {
        environment.variables().forEach((variable, value) -> {
            if (variable.startsWith(prefix)) {
                String words = variable.substring(prefix.length());
                catalog.fromVariable(words).ifPresentOrElse(
                        name -> add(name, value, variable),
                        () -> problems.warn("the environment variable " + variable + " names no known key"));
            }
        });
    }

    private void inspect() {
        catalog.keys().forEach(this::get); // those too that nobody reads, so that all that is wrong is said
        boolean strict = get(BrokerKeys.STRICT);
        Map<String, String> ignored = new TreeMap<>();
        settings.forEach((name, setting) -> catalog.inspect(name, setting, strict, problems, ignored));
        Map<String, List<String>> byReason = new TreeMap<>();
        ignored.forEach((name, reason) -> byReason.computeIfAbsent(reason, any -> new ArrayList<>()).add(name));
        byReason.forEach((reason, names) -> problems.note(
                String.join(", ", names) + ": accepted without effect, " + reason));
    }
}
