package io.skylark.cli.frame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

final class ShortLivedLoggingTest {
    private final ShortLivedLogging logging = new ShortLivedLogging();

    @Test
    void warningsAndErrorsAreALineEach() {
        List<String> lines = printed(log -> {
            log.warn("{} of {} brokers answered", 1, 2);
            log.error("No answer");
        });
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("[0-9:.]+ WARN Connections - 1 of 2 brokers answered");
        assertThat(lines.get(1)).matches("[0-9:.]+ ERROR Connections - No answer");
    }

    @Test
    void aFailureFollowsItsLine() {
        List<String> lines = printed(log -> log.warn("Not sent to {}", "b:1", new IllegalStateException("closed")));
        assertThat(lines.get(0)).endsWith("WARN Connections - Not sent to b:1");
        assertThat(lines.get(1)).isEqualTo("java.lang.IllegalStateException: closed");
        assertThat(lines.get(2)).contains("at io.skylark");
    }

    @Test
    void nothingElseIsSaid() {
        assertThat(printed(log -> {
            log.info("connected");
            log.debug("to {}", "b:1");
            log.trace("at last");
        })).isEmpty();
    }

    private List<String> printed(Consumer<Logger> events) {
        logging.initialize();
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            events.accept(logging.getLoggerFactory().getLogger("io.skylark.client.Connections"));
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
