package io.skylark.server.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever is in the file: settings come out, or sentences about what is wrong.
class RandomConfigurationsTest {
    private static final int CONFIGURATIONS = 1_000;
    private static final int MAX_KEYS = 40;
    private static final long SEED = 20_261_130;
    private static final List<String> HOSTILE = List.of(
            "", " ", "0", "-1", "1", "6", "65536", "2147483647", "2147483648", "-9223372036854775808",
            "9999999999999999999999", "1e9", "NaN", "0x10", "1_000", "4MB", "4 mb", "4XB", "18446744073709551615GB", "5%",
            "-5%", "101%", "true", "TRUE", "yes", "null", "04", "04;25", ";", "24", "1s 2m 3h", "1s  2", "10000000000d",
            "ASYNC_FLUSH", "sync_flush", "SLAVE", "ASYNC_MASTER", "~", "~/x", "/", "/dev/null", "..", "a\u0000b", "D:\\x",
            "${HOME}", "$(id)", "`id`", "'; rm -rf /", "localhost:9876", "localhost", ":9876", "a:b:c:1", ";;;",
            "[::1]:9876", "192.0.2.1:99999", "日本語", "\uD800", "x".repeat(100_000), "\t", "30s", "500ms", "-1ms", "99999d");

    @TempDir
    Path folder;

    @Test
    void giveSettingsOrProblems() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Catalog both = BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker());
        List<String> names = both.rows().stream().map(Catalog.Row::name).toList();
        List<Key<?>> keys = List.copyOf(both.keys());
        int started = 0;
        for (int i = 0; i < CONFIGURATIONS; i++) {
            Properties file = new Properties();
            int count = random.nextInt(MAX_KEYS);
            for (int n = 0; n < count; n++) {
                boolean plausible = random.nextInt(10) > 0;
                Key<?> key = keys.get(random.nextInt(keys.size()));
                String name = random.nextBoolean() ? key.name() : names.get(random.nextInt(names.size()));
                file.setProperty(
                        random.nextInt(20) == 0 ? name + "x" : name,
                        plausible && random.nextInt(10) > 0
                                ? both.row(name).flatMap(Catalog.Row::key).map(Key::standard).orElse("false")
                                : HOSTILE.get(random.nextInt(HOSTILE.size())));
            }
            started += read(both, file, i) ? 1 : 0;
        }
        assertThat(started).as("seed " + SEED).isBetween(CONFIGURATIONS / 20, CONFIGURATIONS * 19 / 20);
    }

    /// Whether it would start.
    private boolean read(Catalog catalog, Properties file, int number) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        file.store(text, null);
        Path path = Files.write(folder.resolve("broker.conf"), text.toByteArray());
        Problems problems = new Problems();
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        try {
            Configuration configuration = Configuration.load(
                    catalog, Arguments.parse(new String[] {"-c", path.toString()}, problems), BrokerSettings.VARIABLES,
                    Map.of(), environment, problems);
            NameServerSettings.readBesideBroker(configuration);
            BrokerSettings.read(configuration);
            configuration.plain();
        } catch (RuntimeException | StackOverflowError crash) {
            throw new AssertionError("seed " + SEED + ", configuration " + number + ": " + text, crash);
        }
        assertThat(problems.errors()).allSatisfy(error -> assertThat(error).isNotBlank());
        return problems.errors().isEmpty();
    }
}
