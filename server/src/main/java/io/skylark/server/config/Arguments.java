package io.skylark.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The words behind `mqnamesrv` and `mqbroker`: `-n addresses -c file -p -m -h` and any number of `key=value`.
///
/// @param nameServers the `-n` option
/// @param file the `-c` option
/// @param overrides the `key=value` words
/// @param action what to do with the configuration
public record Arguments(
        Optional<String> nameServers, Optional<String> file, Map<String, String> overrides, Action action) {

    public static final Arguments NONE = new Arguments(Optional.empty(), Optional.empty(), Map.of(), Action.RUN);

    public enum Action {
        RUN,
        /// `-p`: print every setting.
        PRINT_ALL,
        /// `-m`: print what was set.
        PRINT_CHANGED,
        HELP
    }

    public Arguments {
        overrides = Map.copyOf(overrides);
    }

    public static Arguments parse(String[] words, Problems problems) {
        Optional<String> nameServers = Optional.empty();
        Optional<String> file = Optional.empty();
        Map<String, String> overrides = new LinkedHashMap<>();
        Action action = Action.RUN;
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            switch (word) {
                case "-n", "--namesrvAddr" -> nameServers = valueOf(words, i++, problems);
                case "-c", "--configFile" -> file = valueOf(words, i++, problems);
                case "-p", "--printConfigItem" -> action = Action.PRINT_ALL;
                case "-m", "--printImportantConfig" -> action = Action.PRINT_CHANGED;
                case "--strict-config" -> overrides.put(BrokerKeys.STRICT.name(), "true");
                case "-h", "--help" -> action = Action.HELP;
                default -> override(word, overrides, problems);
            }
        }
        return new Arguments(nameServers, file, overrides, action);
    }

    private static Optional<String> valueOf(String[] words, int option, Problems problems) {
        if (option + 1 == words.length) {
            problems.error("the option " + words[option] + " needs a value");
            return Optional.empty();
        }
        return Optional.of(words[option + 1]);
    }

    /// Reads one `key=value` word.
    public static void override(String word, Map<String, String> overrides, Problems problems) {
        int equals = word.indexOf('=');
        if (word.equals("--enable-proxy")) {
            problems.error("--enable-proxy is not in this version: there is no gRPC service yet;"
                    + " start without it and use remoting clients");
        } else if (equals < 1 || word.startsWith("-")) {
            problems.error("\"" + word + "\" is neither an option nor key=value; -h lists the options");
        } else {
            overrides.put(word.substring(0, equals).strip(), word.substring(equals + 1));
        }
    }
}
