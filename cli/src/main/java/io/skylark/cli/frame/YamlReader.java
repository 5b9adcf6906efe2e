package io.skylark.cli.frame;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML as a tree of maps, lists and scalars. The library behind it is loaded with this class.
public final class YamlReader {
    /// Definitions of about 300,000 topics.
    private static final int MAX_CHARS = 64 << 20;

    private YamlReader() {}

    /// @param name of the text, in what is said of it
    /// @return empty for a text without a value
    /// @throws IllegalArgumentException when the text is no YAML, with the line
    public static Optional<Object> tree(byte[] text, String name) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).setCodePointLimit(MAX_CHARS).build();
        try {
            return Optional.ofNullable(
                    plain(new Load(settings).loadFromString(new String(text, StandardCharsets.UTF_8))));
        } catch (MarkedYamlEngineException wrong) {
            String line = wrong.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
            throw new IllegalArgumentException(name + line + " is no YAML: " + wrong.getProblem(), wrong);
        } catch (YamlEngineException wrong) {
            throw new IllegalArgumentException(name + " is no YAML: " + wrong.getMessage(), wrong);
        }
    }

    /// Keys are texts, as in JSON.
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> texts = new TreeMap<>();
            map.forEach((key, each) -> texts.put(String.valueOf(key), plain(each)));
            return texts;
        }
        return value instanceof List<?> list ? list.stream().map(YamlReader::plain).toList() : value;
    }
}
