package io.skylark.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class ServerProcessTest {
    @TempDir
    private Path folder = Path.of(".");

    private ServerProcess.Command script(String text) {
        return new ServerProcess.Command("server", List.of("sh", "-c", text), Map.of("PLACE", "here"), folder,
                Pattern.compile("^boot success"));
    }

    @Test
    void isStartedWhenItsBootLineComesAndEndsWithItsChildren() throws IOException {
        List<Long> pids;
        try (ServerProcess process = ServerProcess.start(script("echo starting; echo boot success $PLACE; sleep 60"))) {
            assertThat(process.isAlive()).isTrue();
            pids = process.pids();
            assertThat(pids).isNotEmpty();
        }
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        assertThat(Files.readString(folder.resolve("server.out"))).contains("starting", "boot success here");
    }

    @Test
    void oneThatEndsBeforeItsBootLineTellsWhatItPrinted() {
        assertThatThrownBy(() -> ServerProcess.start(script("echo port is taken; exit 3")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("port is taken");
    }
}
