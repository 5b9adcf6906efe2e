package io.skylark.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;

/// Directs the log lines of this process to where its [LogPlan] says. A file ends at 100 MB, then a new one begins; ten old
/// ones are kept, compressed, in `otherdays` beside it: at most 1.1 GB, a second's worth of lines more.
public final class LogOutput {
    private static final long MAX_FILE_BYTES = 100L << 20;
    private static final int OLD_FILES = 10;
    private static final Duration SIZE_CHECK_INTERVAL = Duration.buildBySeconds(1);

    private LogOutput() {}

    /// @return false when the file cannot be written; lines go to stderr then
    public static boolean start(LogPlan plan) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getObject(StandardLogging.MARK) == null) {
            return true; // the user's own logback.xml decides
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        context.getLogger("io.netty").setLevel(Level.WARN);
        Encoder<ILoggingEvent> encoder = encoder(context, plan.json());
        Appender<ILoggingEvent> appender = plan.toStandardOutput()
                ? StandardLogging.console(context, "System.out", encoder)
                : file(context, plan.file(), encoder, MAX_FILE_BYTES, OLD_FILES);
        boolean works = appender.isStarted();
        if (!works) {
            appender = StandardLogging.console(context, "System.err", encoder(context, plan.json()));
        }
        RepeatLimit limited = new RepeatLimit(context, appender, InstantSource.system());
        limited.start();
        root.setLevel(Level.INFO);
        root.addAppender(limited);
        return works;
    }

    /// Flushes and closes; to be called last.
    public static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (!json) {
            return StandardLogging.encoder(context);
        }
        JsonLines lines = new JsonLines();
        lines.setContext(context);
        lines.start();
        return lines;
    }

    /// @return not started when the file cannot be written
    static RollingFileAppender<ILoggingEvent> file(
            LoggerContext context, Path file, Encoder<ILoggingEvent> encoder, long maxBytes, int oldFiles) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy naming = new FixedWindowRollingPolicy();
        naming.setContext(context);
        naming.setParent(appender);
        naming.setFileNamePattern(file.resolveSibling("otherdays") + "/" + file.getFileName() + ".%i.gz");
        naming.setMinIndex(1);
        naming.setMaxIndex(oldFiles);
        naming.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(maxBytes));
        trigger.setCheckIncrement(SIZE_CHECK_INTERVAL);
        trigger.start();
        appender.setRollingPolicy(naming);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        return appender;
    }
}
