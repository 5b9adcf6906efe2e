package io.skylark.cli.frame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Settings of servers as words `KEY=VALUE`.
public final class Settings {
    /// One setting of one server.
    public record Row(String key, String value, String server) {}

    public static final Columns<Row> COLUMNS =
            Columns.named("key", Row::key).with("value", Row::value).with("server", Row::server);

    private Settings() {}

    /// @throws IllegalArgumentException when a word is no setting
    public static Map<String, String> parse(List<String> words) {
        Map<String, String> settings = new TreeMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is no setting: write KEY=VALUE");
            }
            settings.put(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
        }
        return settings;
    }

    /// What became of a change of one setting, by what the server shows before and after: some leave out without a word
    /// what they do not know.
    ///
    /// @param remark of the server, if it made one
    /// @throws CommandException when the server has no such setting
    public static String outcome(
            String server, String key, Map<String, String> before, Map<String, String> after, Optional<String> remark) {
        String now = after.get(key);
        if (now == null) {
            throw CommandException.failed(
                    server + " has no setting " + key + remark.map(words -> ": " + words).orElse(""));
        }
        String was = before.getOrDefault(key, "(none)");
        return was.equals(now)
                ? remark.orElse(key + " is " + now + " already")
                : "changed " + key + " from " + was + " to " + now;
    }

    /// Rows of the settings of a server whose key contains a text.
    public static List<Row> rows(Map<String, String> settings, String part, String server) {
        return settings.entrySet().stream()
                .filter(each -> each.getKey().contains(part))
                .map(each -> new Row(each.getKey(), each.getValue(), server))
                .toList();
    }
}
