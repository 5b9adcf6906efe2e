package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/// Fails a test class when a buffer was dropped without being released. It leaks one buffer itself and waits until that
/// is reported, so that silence means that there is nothing to report.
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final String SENTINEL = "the buffer that the watch leaks itself";
    private static final int ROUNDS = 200;

    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /// Kept, so that its setting is not collected with it: the report goes to the assertion, not to the console.
    private static final Logger REPORTS = Logger.getLogger(ResourceLeakDetector.class.getName());

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        REPORTS.setUseParentHandlers(false);
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(records));
        awaitReports(context); // of classes before this one, which nobody watches
        LEAKS.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        awaitReports(context);
        assertThat(LEAKS).as("leaked buffers").allMatch(records -> records.contains(SENTINEL));
    }

    /// Returns when all that nobody refers to any more is reported.
    private static void awaitReports(ExtensionContext context) {
        String sentinel = SENTINEL + " for " + context.getDisplayName();
        leak(sentinel);
        for (int round = 0; round < ROUNDS && !reported(sentinel); round++) {
            System.gc();
            // leaks are looked for when a buffer is allocated
            UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        assertThat(reported(sentinel)).as("the leak detector works").isTrue();
    }

    private static boolean reported(String sentinel) {
        return LEAKS.stream().anyMatch(records -> records.contains(sentinel));
    }

    private static void leak(String hint) {
        ByteBuf lost = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
        lost.touch(hint);
    }
}
