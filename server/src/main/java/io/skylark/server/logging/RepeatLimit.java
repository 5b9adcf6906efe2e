package io.skylark.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.time.InstantSource;

/// Stands before another appender, so that a failure that comes a thousand times a second does not fill the disk: of the
/// warnings and errors of one logger with one message pattern the first [Repeats#MAX_IN_INTERVAL] of a minute pass, and
/// a line says later how many did not. That line comes with the next event of any kind after the minute, or at the end.
///
/// Any thread; one event at a time.
final class RepeatLimit extends AppenderBase<ILoggingEvent> {
    private final LoggerContext loggers;
    private final Appender<ILoggingEvent> target;
    private final InstantSource clock;
    private final Repeats<Kind> repeats = new Repeats<>();
    private long sweptMillis;

    private record Kind(String logger, Level level, String pattern) {}

    /// @param target started already; closed with this
    RepeatLimit(LoggerContext loggers, Appender<ILoggingEvent> target, InstantSource clock) {
        this.loggers = loggers;
        this.target = target;
        this.clock = clock;
        this.sweptMillis = clock.millis();
        setContext(loggers);
    }

    @Override
    protected void append(ILoggingEvent event) {
        long now = clock.millis();
        if (Math.abs(now - sweptMillis) >= Duration.ofSeconds(1).toMillis()) {
            sweptMillis = now;
            sayLeftOut(now);
        }
        boolean counts = event.getLevel().isGreaterOrEqual(Level.WARN);
        if (!counts || repeats.admit(
                new Kind(event.getLoggerName(), event.getLevel(), String.valueOf(event.getMessage())), now)) {
            target.doAppend(event);
        }
    }

    private void sayLeftOut(long now) {
        for (Repeats.LeftOut<Kind> left : repeats.over(now)) {
            Kind kind = left.kind();
            Logger logger = loggers.getLogger(kind.logger);
            target.doAppend(new LoggingEvent(
                    RepeatLimit.class.getName(), logger, kind.level,
                    "{} more lines like this were left out within a minute: {}", null,
                    new Object[] {left.count(), kind.pattern}));
        }
    }

    @Override
    public synchronized void stop() {
        if (isStarted()) {
            sayLeftOut(Long.MAX_VALUE);
            super.stop();
            target.stop();
        }
    }
}
