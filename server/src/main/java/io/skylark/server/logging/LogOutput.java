package io.skylark.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Directs the log lines of this process into a file: 100 MB, then a new one; ten old ones are kept, compressed, in
/// `otherdays` beside it.
public final class LogOutput {
    private static final long MAX_FILE_BYTES = 100L << 20;
    private static final int OLD_FILES = 10;

    private LogOutput() {}

    /// @return false when the file cannot be written; lines go to stderr then
    public static boolean toFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getObject(StandardLogging.MARK) == null) {
            return true; // the user's own logback.xml decides
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        context.getLogger("io.netty").setLevel(Level.WARN);
        RollingFileAppender<ILoggingEvent> appender = appender(context, file);
        if (!appender.isStarted()) {
            StandardLogging.toStderr(context, Level.INFO);
            return false;
        }
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        return true;
    }

    /// Flushes and closes; to be called last.
    public static void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(StandardLogging.encoder(context));
        FixedWindowRollingPolicy naming = new FixedWindowRollingPolicy();
        naming.setContext(context);
        naming.setParent(appender);
        naming.setFileNamePattern(file.resolveSibling("otherdays") + "/" + file.getFileName() + ".%i.gz");
        naming.setMinIndex(1);
        naming.setMaxIndex(OLD_FILES);
        naming.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(MAX_FILE_BYTES));
        trigger.start();
        appender.setRollingPolicy(naming);
        appender.setTriggeringPolicy(trigger);
        appender.start();
        return appender;
    }
}
