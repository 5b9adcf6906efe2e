package io.skylark.server.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Reads `broker.conf` and `namesrv.conf`: Java properties in UTF-8, as RocketMQ reads them.
final class PropertiesFile {
    /// Far above any real file; keeps a wrong path (a log, a segment) from being read.
    private static final long MAX_BYTES = 4 << 20;

    private PropertiesFile() {}

    static Map<String, Setting> read(Path file, Problems problems) {
        Map<String, Setting> settings = new TreeMap<>();
        Properties properties = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.error("the configuration file " + file + " has more than " + MAX_BYTES + " bytes");
                return settings;
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            try (Reader reader = new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
                properties.load(reader);
            }
        } catch (NoSuchFileException missing) {
            problems.error("the configuration file " + file.toAbsolutePath()
                    + " does not exist: correct the path behind -c");
        } catch (CharacterCodingException notText) {
            problems.error("the configuration file " + file + " is not UTF-8 text");
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.error("cannot read the configuration file " + file + ": " + unreadable.getMessage());
        }
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name).strip();
            if (value.chars().anyMatch(Character::isISOControl)) {
                problems.error(name + " (" + file + ") holds a control character: a backslash is an escape in this"
                        + " file, write \\\\ or / instead");
            }
            settings.put(name.strip(), new Setting(value, file.toString()));
        }
        return settings;
    }
}
