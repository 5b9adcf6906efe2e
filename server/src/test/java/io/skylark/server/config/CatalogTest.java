package io.skylark.server.config;

import io.skylark.server.config.Catalog.Kind;
import io.skylark.server.config.Catalog.Row;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of keys against all keys that RocketMQ has.
class CatalogTest {

    @ParameterizedTest
    @CsvSource({"broker-5.5.0, 500", "broker-4.9.8, 180", "namesrv-5.5.0, 80", "namesrv-4.9.8, 20"})
    void everyKeyOfRocketMqIsHonouredMappedIgnoredOrRefused(String list, int atLeast)
            throws IOException, URISyntaxException {
        Catalog catalog = list.startsWith("broker") ? BrokerSettings.catalog() : NameServerSettings.catalog();
        List<String> names = names(list);

        assertThat(names).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(names).filteredOn(name -> catalog.row(name).isEmpty()).isEmpty();
        assertThat(names).allSatisfy(name -> assertThat(catalog.row(name).orElseThrow().meaning()).isNotBlank());
    }

    @Test
    void everyKeyStandsOnceAndHasAReadableStandard() {
        for (Catalog catalog : List.of(
                BrokerSettings.catalog(), NameServerSettings.catalog(),
                BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()))) {
            assertThat(catalog.rows()).extracting(Row::name).doesNotHaveDuplicates();
            for (Row row : catalog.rows()) {
                boolean effect = row.kind() == Kind.HONOURED || row.kind() == Kind.MAPPED;
                assertThat(row.key().isPresent()).as(row.name()).isEqualTo(effect);
                row.key().ifPresent(key -> assertThat(key.form().plain(key.standard())).isNotNull());
            }
        }
    }

    @Test
    void aPlainFormReadsAsTheSameValue() {
        for (Key<?> key : BrokerSettings.catalog().keys()) {
            String plain = key.form().plain(key.standard());
            assertThat((Object) key.form().read(plain)).as(key.name()).isEqualTo(key.form().read(key.standard()));
        }
    }

    @Test
    void noKeyOfTheBrokerThatNamesAPlaceCanBeChangedOverTheNetwork() throws IOException, URISyntaxException {
        for (String name : names("broker-5.5.0")) {
            if (name.matches("(?i).*(path|class|provider|plugin|addr$|peers|home|credential|acl|auth).*")) {
                assertThat(BrokerSettings.catalog().isProtected(name)).as(name).isTrue();
            }
        }
    }

    private static List<String> names(String list) throws IOException, URISyntaxException {
        Path file = Path.of(CatalogTest.class.getResource(list + ".keys").toURI());
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }
}
