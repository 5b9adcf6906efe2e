package io.skylark.broker;

import io.skylark.message.Tags;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.QueueEntries;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.ViewMessage;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static org.assertj.core.api.Assertions.assertThat;

/// What the index of a queue says, and which of its messages a group wants.
@Timeout(60)
class QueueEntriesTest {
    @TempDir
    Path folder;

    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        client = broker.connect();
        for (int i = 0; i < 4; i++) {
            send("TAGS\1" + (i % 2 == 0 ? "even" : "odd") + "\2n\1" + i + "\2");
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private SendMessage.Response send(String properties) {
        return RunningBroker.send(client, "T", 0, "message", properties);
    }

    private Command query(int queueId, long index, int count, @Nullable String group) {
        return ask(client, QueueEntries.API.request(new QueueEntries.Request("T", queueId, index, count, group)));
    }

    private QueueEntries.Found entries(long index, int count, @Nullable String group) {
        Command answer = query(0, index, count, group);
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), QueueEntries.Found.class);
    }

    private void subscribe(String type, String expression) {
        SubscriptionData subscription =
                new SubscriptionData(false, "T", expression, Set.of(), Set.of(), System.currentTimeMillis(), type);
        byte[] body = Json.encode(new Heartbeat.Data(
                "c1", Set.of(),
                Set.of(new Heartbeat.Consumer(
                        "g", ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING,
                        ConsumeFrom.CONSUME_FROM_FIRST_OFFSET, Set.of(subscription), false)),
                0, false));
        Command heartbeat = Command.request(Heartbeat.API.code(), 0, Map.of(), ByteBuffer.wrap(body));
        assertThat(ask(client, heartbeat).code()).isZero();
    }

    @Test
    void tellsWhereMessagesAreAndWhatTheirTagIs() {
        QueueEntries.Found found = entries(1, 2, null);
        assertThat(found.minQueueIndex()).isZero();
        assertThat(found.maxQueueIndex()).isEqualTo(4);
        assertThat(found.subscriptionData()).isNull();
        assertThat(found.queueData()).extracting(QueueEntries.Entry::tagsCode)
                .containsExactly((long) Tags.hash("odd"), (long) Tags.hash("even"));
        assertThat(found.queueData()).allMatch(entry -> !entry.eval() && entry.msg() == null);
        for (QueueEntries.Entry entry : found.queueData()) {
            Command message = ask(client, ViewMessage.API.request(new ViewMessage.Request(entry.physicOffset())));
            assertThat(message.body().remaining()).isEqualTo(entry.physicSize());
        }
        assertThat(entries(2, 100, null).queueData()).hasSize(2);
        assertThat(entries(0, -1, null).queueData()).isEmpty();
    }

    @Test
    void saysWhichOfThemAGroupWants() {
        assertThat(entries(0, 4, "g").filterData()).isEqualTo("g@T is not online!");
        subscribe("TAG", "even");
        QueueEntries.Found byTag = entries(0, 4, "g");
        assertThat(byTag.subscriptionData()).isNotNull();
        assertThat(byTag.filterData()).isEqualTo("TAG even");
        assertThat(byTag.queueData()).extracting(QueueEntries.Entry::eval).containsExactly(true, false, true, false);
        subscribe("SQL92", "n > 1");
        assertThat(entries(0, 4, "g").queueData()).extracting(QueueEntries.Entry::eval)
                .containsExactly(false, false, true, true);
        subscribe("SQL92", "n >");
        QueueEntries.Found unusable = entries(0, 4, "g");
        assertThat(unusable.filterData()).contains("filter data is not exist");
        assertThat(unusable.queueData()).noneMatch(QueueEntries.Entry::eval);
    }

    @Test
    void saysWhatThereIsNot() {
        Command answer = query(0, 4, 1, null);
        assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(answer.remark()).isEqualTo("Index 4 of 0@T is not exist! It has 0 to 3");
        assertThat(query(0, -1, 1, null).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(query(9, 0, 1, null).remark()).isEqualTo("9@T is not exist!");
    }
}
