package io.skylark.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings of one process from all places; later ones win: built in, profile, file, environment, command line.
///
/// Reading never fails at once: everything wrong is collected in [#problems()].
public final class Configuration {
    private static final String NAME_SERVERS = "namesrvAddr";

    private final Catalog catalog;
    private final Environment environment;
    private final Problems problems;
    private final Map<String, Setting> settings = new TreeMap<>();

    private Configuration(Catalog catalog, Environment environment, Problems problems) {
        this.catalog = catalog;
        this.environment = environment;
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
        Configuration configuration = new Configuration(catalog, environment, problems);
        profile.forEach((name, value) -> configuration.add(name, value, "profile"));
        if (catalog.has(NAME_SERVERS)) {
            configuration.add(NAME_SERVERS, environment.variables().get("NAMESRV_ADDR"), "NAMESRV_ADDR");
            configuration.add(
                    NAME_SERVERS, environment.properties().get("rocketmq.namesrv.addr"), "-Drocketmq.namesrv.addr");
        }
        arguments.file().map(Path::of).ifPresent(
                file -> configuration.settings.putAll(PropertiesFile.read(file, problems)));
        configuration.addVariables(variablePrefix);
        arguments.nameServers()
                .filter(any -> catalog.has(NAME_SERVERS))
                .ifPresent(value -> configuration.add(NAME_SERVERS, value, "-n"));
        arguments.overrides().forEach((name, value) -> configuration.add(name, value, "command line"));
        configuration.inspect();
        return configuration;
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
            Setting setting = settings.getOrDefault(key.name(), new Setting(key.standard(), "standard"));
            if (!onlyChanged || isSet(key)) {
                lines.add("# " + key.meaning() + " (" + setting.origin() + ")");
                lines.add(key.name() + "=" + setting.value());
            }
        }
        return lines;
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
        Map<String, String> ignored = new TreeMap<>();
        settings.forEach((name, setting) -> catalog.inspect(name, setting, problems, ignored));
        Map<String, List<String>> byReason = new TreeMap<>();
        ignored.forEach((name, reason) -> byReason.computeIfAbsent(reason, any -> new ArrayList<>()).add(name));
        byReason.forEach((reason, names) -> problems.note(
                String.join(", ", names) + ": accepted without effect, " + reason));
    }
}
