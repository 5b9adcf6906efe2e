package io.skylark.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/configuration.md` says what the table says. `-Dskylark.write-docs=true` writes it.
class ReferencePageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void thePageIsThatOfTheTable() throws IOException {
        String page = ReferencePage.render();
        if (Boolean.getBoolean("skylark.write-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).content().isEqualTo(page);
    }
}
