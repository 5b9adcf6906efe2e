package io.skylark.bench.frame;

import io.skylark.message.BatchBody;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.SendMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SendFramesTest {
    private static Command written(SendFrames frames, int place) {
        ByteBuffer target = ByteBuffer.allocate(frames.maxBytes());
        frames.write(target, 1_000_000_007, place, 3, 500, 12345);
        target.flip();
        assertThat(Answer.frameBytes(target)).isEqualTo(target.remaining());
        return CommandCodec.decode(target.position(4).slice());
    }

    @ParameterizedTest
    @EnumSource(SerializeType.class)
    void queueOpaqueKeyAndStampAreFilledIn(SerializeType type) {
        SendFrames frames = new SendFrames(SendFrames.Shape.of("T", "broker-a", 200, 100).withHeader(type));
        for (int queue : new int[] {0, 9, 10, 99, 100, 199}) {
            Command command = written(frames, queue);
            SendMessage.Request header = SendMessage.API.decodeRequest(command);
            assertThat(command.code()).isEqualTo(SendMessage.V2);
            assertThat(command.opaque()).isEqualTo(1_000_000_007);
            assertThat(header.queueId()).isEqualTo(queue);
            assertThat(header.topic()).isEqualTo("T");
            assertThat(header.brokerName()).isEqualTo("broker-a");
            assertThat(header.batch()).isFalse();
            String properties = header.properties();
            assertThat(properties).isNotNull();
            assertThat(Properties.decode(properties))
                    .containsEntry(PropertyNames.UNIQUE_KEY, "0A00000500002A9F00000300000001F4")
                    .containsEntry(PropertyNames.WAIT, "true");
            assertThat(command.body().remaining()).isEqualTo(100);
            int bodyAt = command.body().position();
            assertThat(Stamp.run(command.body(), bodyAt)).isEqualTo(3);
            assertThat(Stamp.sequence(command.body(), bodyAt)).isEqualTo(500);
            assertThat(Stamp.time(command.body(), bodyAt)).isEqualTo(12345);
        }
    }

    @Test
    void aBatchStampsEachOfItsMessages() {
        SendFrames frames = new SendFrames(SendFrames.Shape.of("T", "broker-a", 8, 64).withBatch(3));
        Command command = written(frames, 5);
        assertThat(command.code()).isEqualTo(SendMessage.BATCH);
        assertThat(SendMessage.API.decodeRequest(command).batch()).isTrue();

        List<BatchBody.Inner> inner = BatchBody.split(command.body());
        assertThat(inner).hasSize(3);
        for (int i = 0; i < 3; i++) {
            ByteBuffer body = inner.get(i).body();
            assertThat(body.remaining()).isEqualTo(64);
            assertThat(Stamp.sequence(body, body.position())).isEqualTo(500 + i);
            String properties = StandardCharsets.UTF_8.decode(inner.get(i).properties().duplicate()).toString();
            assertThat(Properties.decode(properties).get(PropertyNames.UNIQUE_KEY)).endsWith("1F" + (4 + i));
        }
    }

    @Test
    void severalTopicsTakeTurnsAfterAllTheirQueues() {
        SendFrames.Shape shape = SendFrames.Shape.of("many", "broker-a", 12, 64).withTopics(3);
        SendFrames frames = new SendFrames(shape);
        SendMessage.Request header = SendMessage.API.decodeRequest(written(frames, 12 + 11));
        assertThat(header.topic()).isEqualTo("many2").isEqualTo(shape.topicName(1));
        assertThat(header.queueId()).isEqualTo(11);
        assertThat(shape.allQueues()).isEqualTo(36);
    }

    @Test
    void manyTopicsHaveNumbersOfTheSameLength() {
        SendFrames.Shape shape = SendFrames.Shape.of("many", "broker-a", 10, 64).withTopics(1200);
        SendFrames frames = new SendFrames(shape);
        for (int topic : new int[] {0, 98, 1199}) {
            SendMessage.Request header = SendMessage.API.decodeRequest(written(frames, topic * 10 + 7));
            assertThat(header.topic()).isEqualTo(shape.topicName(topic));
            assertThat(header.queueId()).isEqualTo(7);
        }
        assertThat(shape.topicName(98)).isEqualTo("many0099");
    }

    @Test
    void shapesThatCannotBeSentAreRefused() {
        assertThatThrownBy(() -> SendFrames.Shape.of("T", "b", 8, Stamp.BYTES - 1)).hasMessageContaining("at least 24");
        assertThatThrownBy(() -> SendFrames.Shape.of("T", "b", 0, 100)).hasMessageContaining("one queue");
        assertThatThrownBy(() -> SendFrames.Shape.of("T", "b", 1, 100).withTopics(100_000))
                .hasMessageContaining("topics");
    }
}
