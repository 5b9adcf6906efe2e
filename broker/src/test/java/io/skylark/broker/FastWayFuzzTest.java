package io.skylark.broker;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skylark.net.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The same as [FastWayTest], with the frames that Jazzer thinks of.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LeakWatch.class)
final class FastWayFuzzTest {
    private final MutatedFrames frames = new MutatedFrames();
    private TwoWays ways;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        ways = new TwoWays(folder);
    }

    @AfterAll
    void stop() throws IOException {
        ways.close();
    }

    /// @param input as in [MutatedFrames]
    @FuzzTest(maxDuration = "3m")
    void comesToTheSame(byte[] input) throws IOException {
        // to the two brokers, again whenever they have closed one
        BugDetectors.allowNetworkConnections();
        ways.compare(frames.make(input));
    }
}
