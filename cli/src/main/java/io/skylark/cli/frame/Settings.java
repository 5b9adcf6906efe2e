package io.skylark.cli.frame;

import java.util.List;
import java.util.Map;
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

    /// Rows of the settings of a server whose key contains a text.
    public static List<Row> rows(Map<String, String> settings, String part, String server) {
        return settings.entrySet().stream()
                .filter(each -> each.getKey().contains(part))
                .map(each -> new Row(each.getKey(), each.getValue(), server))
                .toList();
    }
}
