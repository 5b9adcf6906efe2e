package io.skylark.client.admin;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/// Settings as servers send and take them: lines `key=value` in UTF-8.
final class PropertiesText {
    private PropertiesText() {}

    static SortedMap<String, String> read(ByteBuffer body) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(StandardCharsets.UTF_8.decode(body.duplicate()).toString()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        SortedMap<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    static ByteBuffer write(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings).forEach((key, value) -> {
            if (key.isBlank() || key.matches(".*[=:\\s].*")) {
                throw new IllegalArgumentException("'" + key + "' is no key of a setting");
            }
            text.append(key).append('=').append(value.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        });
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
