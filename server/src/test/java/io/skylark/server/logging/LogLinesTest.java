package io.skylark.server.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogLinesTest {
    /// A line as its reader sees it. Public for the JSON binding.
    public record Line(String time, String level, String thread, String logger, String message, String trace) {}

    @TempDir
    Path folder;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("io.skylark.Tested");
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final RepeatLimit limit = limit();

    private RepeatLimit limit() {
        return new RepeatLimit(context, written, () -> Instant.ofEpochMilli(now.get()));
    }

    @BeforeEach
    void start() {
        written.start();
        limit.start();
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void whatIsSaidAgainAndAgainIsLeftOutAndCounted() {
        logger.addAppender(limit);
        for (int i = 0; i < 1_000; i++) {
            logger.error("disk {} refused", i);
        }
        assertThat(lines()).hasSize(Repeats.MAX_IN_INTERVAL).contains("disk 0 refused", "disk 9 refused");

        now.addAndGet(Repeats.INTERVAL_MILLIS);
        logger.info("something else");
        assertThat(lines()).hasSize(Repeats.MAX_IN_INTERVAL + 2).contains(
                "990 more lines like this were left out within a minute: disk {} refused", "something else");

        logger.error("disk {} refused", 1_000);
        assertThat(lines()).last().isEqualTo("disk 1000 refused");
    }

    @Test
    void theLastCountIsSaidAtTheEnd() {
        logger.addAppender(limit);
        for (int i = 0; i < 12; i++) {
            logger.warn("slow");
        }
        limit.stop();
        assertThat(lines()).last().isEqualTo("2 more lines like this were left out within a minute: slow");
        assertThat(written.isStarted()).isFalse();
    }

    @Test
    void differentLinesAndPlainNewsAreNotLimited() {
        logger.addAppender(limit);
        for (int i = 0; i < 100; i++) {
            logger.info("topic {} is created", i);
            logger.error("error " + i);
        }
        assertThat(lines()).hasSize(200);
    }

    @Test
    void keepsCountOfABoundedNumberOfKinds() {
        Repeats<Integer> repeats = new Repeats<>();
        for (int kind = 0; kind < 2 * Repeats.MAX_KINDS; kind++) {
            for (int i = 0; i < Repeats.MAX_IN_INTERVAL + 1; i++) {
                repeats.admit(kind, 0);
            }
        }
        assertThat(repeats.over(Repeats.INTERVAL_MILLIS - 1)).isEmpty();
        assertThat(repeats.over(Repeats.INTERVAL_MILLIS)).hasSize(Repeats.MAX_KINDS);
        assertThat(repeats.admit(1, Repeats.INTERVAL_MILLIS)).isTrue();
    }

    @Test
    void anEventIsOneLineOfJson() {
        logger.addAppender(limit);
        logger.error("cannot \"write\"\n{}\t\u0001 \\ ü", "x", new IllegalStateException("full"));

        byte[] bytes = new JsonLines().encode(written.list.getFirst());

        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        Line line = Json.decode(ByteBuffer.wrap(bytes), Line.class);
        assertThat(line.message()).isEqualTo("cannot \"write\"\nx\t\u0001 \\ ü");
        assertThat(line.trace()).startsWith("java.lang.IllegalStateException: full\n\tat ").contains("LogLinesTest");
        assertThat(line.level()).isEqualTo("ERROR");
        assertThat(line.logger()).isEqualTo("io.skylark.Tested");
        assertThat(line.time()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void anUnwritableFileIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("broker.log");
        assertThat(LogOutput.file(context, file, StandardLogging.encoder(context), 1 << 20, 2).isStarted()).isFalse();
    }

    @Test
    void oldFilesAreKeptUpToANumber() throws IOException {
        RollingFileAppender<ILoggingEvent> files = LogOutput.file(
                context, folder.resolve("broker.log"), StandardLogging.encoder(context), 1_000, 2);
        logger.addAppender(files);
        for (int i = 0; i < 6; i++) {
            logger.info("x".repeat(2_000));
            files.rollover();
        }
        context.stop();
        try (Stream<Path> old = Files.list(folder.resolve("otherdays"))) {
            assertThat(old.map(path -> String.valueOf(path.getFileName()))).containsExactlyInAnyOrder(
                    "broker.log.1.gz", "broker.log.2.gz");
        }
    }
}
