package io.skylark.net.notify;

import io.skylark.net.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
@ExtendWith(LeakWatch.class)
class NotifySocketTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void sendsToAPath() throws IOException, InterruptedException {
        String address = folder.resolve("notify").toString();
        try (ListeningSocket manager = new ListeningSocket(address); NotifySocket socket = NotifySocket.to(address)) {
            socket.send("READY=1\nSTATUS=für alle da");
            socket.send("STOPPING=1");

            assertThat(manager.next(LIMIT)).isEqualTo("READY=1\nSTATUS=für alle da");
            assertThat(manager.next(LIMIT)).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void sendsToANameWithoutAFile() throws IOException, InterruptedException {
        String address = "@skylark-test/" + UUID.randomUUID();
        try (ListeningSocket manager = new ListeningSocket(address); NotifySocket socket = NotifySocket.to(address)) {
            socket.send("READY=1");

            assertThat(manager.next(LIMIT)).isEqualTo("READY=1");
        }
    }

    @Test
    void findsAServiceManagerThatIsBackAgain() throws IOException, InterruptedException {
        String address = "@skylark-test/" + UUID.randomUUID();
        try (NotifySocket socket = NotifySocket.to(address)) {
            assertThatThrownBy(() -> socket.send("READY=1"))
                    .isInstanceOf(IOException.class).hasMessageStartingWith("nothing can be sent to it");
            try (ListeningSocket manager = new ListeningSocket(address)) {
                socket.send("READY=1");
                assertThat(manager.next(LIMIT)).isEqualTo("READY=1");
            }
        }
    }

    @Test
    void saysWhereNothingCanBeSent() throws IOException {
        assertThatThrownBy(() -> NotifySocket.to("vsock:2:1234"))
                .hasMessage("\"vsock:2:1234\" is neither a path nor a name that begins with @");
        assertThatThrownBy(() -> NotifySocket.to("/" + "x".repeat(108))).hasMessageEndingWith("is longer than 108 bytes");
        try (NotifySocket socket = NotifySocket.to(folder.resolve("nobody").toString())) {
            assertThatThrownBy(() -> socket.send("READY=1"))
                    .isInstanceOf(IOException.class).hasMessageStartingWith("nothing can be sent to it");
        }
    }
}
