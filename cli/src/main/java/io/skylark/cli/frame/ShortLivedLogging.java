package io.skylark.cli.frame;

import java.io.PrintStream;
import java.io.Serial;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// What commands log with: warnings and errors, to stderr. Logback is for servers; to start it is a tenth of the time of a
/// short command. Named by `-Dslf4j.provider`.
public final class ShortLivedLogging implements SLF4JServiceProvider {
    private static final String API_VERSION = "2.0.99";

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new BasicMDCAdapter();

    @Override
    public void initialize() {
        // Nothing to prepare.
    }

    @Override
    public String getRequestedApiVersion() {
        return API_VERSION;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, Warnings::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    private static final class Warnings extends LegacyAbstractLogger {
        @Serial
        private static final long serialVersionUID = 1;

        Warnings(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, @Nullable Marker marker, String pattern, @Nullable Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            StringBuilder line = new StringBuilder()
                    .append(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS)).append(' ').append(level).append(' ')
                    .append(name, name.lastIndexOf('.') + 1, name.length()).append(" - ")
                    .append(MessageFormatter.basicArrayFormat(pattern, arguments));
            PrintStream out = System.err;
            synchronized (out) {
                out.println(line);
                if (failure != null) {
                    failure.printStackTrace(out);
                }
            }
        }
    }
}
