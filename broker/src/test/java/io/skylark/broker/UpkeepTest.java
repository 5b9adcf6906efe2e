package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Replication;
import io.skylark.protocol.api.Upkeep;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// What is removed on request, and what a master without slaves says of itself.
@Timeout(60)
class UpkeepTest {
    @TempDir
    Path folder;

    private Storage storage;
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        storage = Storage.open(folder, LogConfig.dev(), InstantSource.system());
        broker = new RunningBroker(storage);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void removesOnlyWhatIsLeftOfTopicsThatDoNotExist() throws IOException {
        send(client, "T", 0, "kept");
        storage.messages().queue("Gone", 0); // as a message does that comes behind the deletion of its topic
        storage.messages().queue("RMQ_SYS_TRACE_TOPIC", 0); // there is none here, but there may be one again
        assertThat(ask(client, Upkeep.CLEAN_TOPICS.request(Empty.EMPTY)).code()).isZero();
        assertThat(storage.messages().findQueue("Gone", 0)).isNull();
        assertThat(storage.messages().findQueue("RMQ_SYS_TRACE_TOPIC", 0)).isNotNull();
        broker.close();
        start();
        assertThat(RunningBroker.bodies(ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO))))
                .containsExactly("kept");
        assertThat(storage.messages().topicNames()).contains("T").doesNotContain("Gone");
    }

    @Test
    void indexesGoWithTheirMessages() {
        send(client, "T", 0, "kept");
        Command answer = ask(client, Upkeep.CLEAN_QUEUES.request(Empty.EMPTY));
        assertThat(answer.code()).isZero();
        assertThat(answer.remark()).isNull();
        assertThat(storage.messages().maxOffset("T", 0)).isEqualTo(1);
    }

    @Test
    void isAMasterWithoutSlaves() {
        send(client, "T", 0, "message");
        Command answer = ask(client, Replication.STATE.request(Empty.EMPTY));
        assertThat(answer.code()).isZero();
        Replication.State state = Json.decode(answer.body(), Replication.State.class);
        assertThat(state.master()).isTrue();
        assertThat(state.masterCommitLogMaxOffset()).isPositive();
        assertThat(state.haConnectionInfo()).isEmpty();
        assertThat(state.haClientRuntimeInfo()).isEqualTo(Replication.Follower.NONE);
        assertThat(ask(client, Replication.RESET_FLUSH.request(new Replication.Reset(5L))).code()).isZero();
    }
}
