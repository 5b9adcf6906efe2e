package io.skylark.broker;

import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Assignments;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Who gets which queues, asked over a socket.
class AssignmentTest {
    @TempDir
    Path folder;

    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void join(String clientId) {
        String heartbeat = "{\"clientID\":\"" + clientId + "\",\"consumerDataSet\":[{\"consumeType\":"
                + "\"CONSUME_PASSIVELY\",\"groupName\":\"g\",\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[]}],"
                + "\"producerDataSet\":[]}";
        Command request = Command.request(
                Heartbeat.API.code(), 0, Map.of(),
                ByteBuffer.wrap(heartbeat.getBytes(StandardCharsets.UTF_8)));
        assertThat(ask(broker.connect(), request).code()).isZero();
    }

    private List<Assignments.Assignment> query(String clientId, String strategy) {
        byte[] body = Json.encode(new Assignments.Query("T", "g", clientId, strategy, MessageModel.CLUSTERING));
        Command answer = ask(client, Assignments.QUERY.request(Empty.EMPTY, ByteBuffer.wrap(body)));
        assertThat(answer.code()).isZero();
        return Objects.requireNonNullElse(
                Json.decode(answer.body(), Assignments.Answer.class).messageQueueAssignments(), List.of());
    }

    private Command setMode(String topic, Assignments.Mode mode, int shared) {
        return ask(client, Assignments.SET_MODE.request(
                Empty.EMPTY, ByteBuffer.wrap(Json.encode(new Assignments.SetMode(topic, "g", mode, shared)))));
    }

    @Test
    void sharesTheQueuesOfAllBrokersAmongTheMembers() {
        send(client, "T", 0, "creates the topic");
        broker.routes.put("T", List.of(new QueueData("broker-a", 4, 4, 6, 0), new QueueData("broker-b", 2, 2, 6, 0)));
        join("one");
        join("two");
        List<Assignments.Assignment> all = new ArrayList<>(query("one", "AVG"));
        assertThat(all).hasSize(3).allMatch(assigned -> assigned.mode() == Assignments.Mode.PULL);
        all.addAll(query("two", "AVG"));
        assertThat(all.stream().map(Assignments.Assignment::messageQueue).distinct()).hasSize(6);
        assertThat(query("stranger", "AVG")).isEmpty();
        assertThat(query("one", "no such strategy")).isEmpty();
    }

    @Test
    void everyMemberPopsAllQueuesOfABroker() throws IOException {
        send(client, "T", 0, "creates the topic");
        assertThat(setMode("T", Assignments.Mode.POP, 0).code()).isZero();
        assertThat(setMode("%RETRY%g", Assignments.Mode.POP, 0).code()).isEqualTo(ResponseCode.NO_PERMISSION);
        broker.close();
        start();
        join("one");
        join("two");
        for (String member : List.of("one", "two")) {
            assertThat(query(member, "AVG")).singleElement().satisfies(assigned -> {
                assertThat(assigned.mode()).isEqualTo(Assignments.Mode.POP);
                assertThat(assigned.messageQueue().queueId()).isEqualTo(-1);
            });
        }
    }

    @Test
    void membersPopTheirOwnQueuesAndThoseOfTheirNeighbours() {
        send(client, "T", 0, "creates the topic");
        for (String member : List.of("a", "b", "c", "d")) {
            join(member);
        }
        setMode("T", Assignments.Mode.POP, 1);
        assertThat(query("a", "AVG")).extracting(assigned -> assigned.messageQueue().queueId()).containsExactly(0, 1);
        assertThat(query("d", "AVG")).extracting(assigned -> assigned.messageQueue().queueId()).containsExactly(0, 3);
    }
}
