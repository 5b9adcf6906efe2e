package io.skylark.cli.frame;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong millis = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());

    @Test
    void showsNowAndThenHowFarItIs() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), clock, true);
        line.show(() -> "too early");
        millis.set(600);
        line.show(() -> "3 of 9");
        line.show(() -> "too soon again");
        line.end();
        assertThat(text.toString()).isEqualTo("\r3 of 9 \033[K\r\033[K");
    }

    @Test
    void keepsSilentWhereNobodyLooks() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), clock, false);
        millis.set(600);
        line.show(() -> "3 of 9");
        line.end();
        assertThat(text.toString()).isEmpty();
    }
}
