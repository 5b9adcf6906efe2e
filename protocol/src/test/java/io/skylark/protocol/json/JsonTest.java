package io.skylark.protocol.json;

import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static TopicRoute route() {
        Map<Long, String> addresses = new LinkedHashMap<>();
        addresses.put(1L, "10.0.0.2:10911");
        addresses.put(0L, "10.0.0.1:10911");
        return new TopicRoute(
                null,
                List.of(new QueueData("broker-a", 8, 8, 6, 0)),
                List.of(new BrokerData("Defäult", "broker-a", addresses, false, null)),
                Map.of());
    }

    @Test
    void writesARouteAsOldClientsSplitIt() {
        assertThat(text(Json.encode(route()))).isEqualTo("{\"brokerDatas\":[{\"brokerAddrs\":{1:\"10.0.0.2:10911\","
                + "0:\"10.0.0.1:10911\"},\"brokerName\":\"broker-a\",\"cluster\":\"Defäult\",\"enableActingMaster\":false}],"
                + "\"filterServerTable\":{},\"queueDatas\":[{\"brokerName\":\"broker-a\",\"perm\":6,\"readQueueNums\":8,"
                + "\"topicSysFlag\":0,\"writeQueueNums\":8}]}");
    }

    @Test
    void writesAStrictRouteWithQuotedSortedKeysAndAsciiOnly() {
        assertThat(text(Json.encodeStrict(route())))
                .startsWith("{\"brokerDatas\":[{\"brokerAddrs\":{\"0\":\"10.0.0.1:10911\",\"1\":\"10.0.0.2:10911\"},"
                        + "\"brokerName\":\"broker-a\",\"cluster\":\"Def\\u00E4ult\"");
    }

    @Test
    void readsAHeartbeatOfAnOldClient() {
        Heartbeat.Data data = Json.decode(
                bytes("{\"clientID\":\"10.0.0.5@1\",\"consumerDataSet\":[{\"consumeFromWhere\":\"CONSUME_FROM_LAST_OFFSET\","
                        + "\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"g\",\"messageModel\":\"CLUSTERING\","
                        + "\"subscriptionDataSet\":[{\"classFilterMode\":false,\"codeSet\":[97],\"expressionType\":\"TAG\","
                        + "\"subString\":\"a||b\",\"subVersion\":1700000000000,\"tagsSet\":[\"a\"],\"topic\":\"T\"}],"
                        + "\"unitMode\":false}],\"producerDataSet\":[{\"groupName\":\"pg\"}]}"),
                Heartbeat.Data.class);
        Heartbeat.Consumer consumer = data.consumerDataSet().iterator().next();
        assertThat(consumer.consumeType()).isEqualTo(ConsumeType.CONSUME_PASSIVELY);
        assertThat(consumer.messageModel()).isEqualTo(MessageModel.CLUSTERING);
        assertThat(consumer.consumeFromWhere()).isEqualTo(ConsumeFrom.CONSUME_FROM_LAST_OFFSET);
        assertThat(consumer.subscriptionDataSet().iterator().next().codeSet()).containsExactly(97);
        assertThat(data.withoutSub()).isFalse();
        assertThat(data.producerDataSet()).containsExactly(new Heartbeat.Producer("pg"));
    }

    @Test
    void readsAndWritesObjectsAndBareNumbersAsMapKeys() {
        String body = "{{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}:5,{\"brokerName\":\"b\",\"queueId\":2,\"topic\":\"T\"}:6}";
        Map<?, ?> tree = (Map<?, ?>) Json.tree(body.getBytes(StandardCharsets.UTF_8));
        assertThat(tree).hasSize(2);
        Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
        offsets.put(new MessageQueue("T", "b", 1), 5L);
        offsets.put(new MessageQueue("T", "b", 2), 6L);
        assertThat(text(Json.encode(offsets))).isEqualTo(body);
        assertThat(Json.tree("{0:\"a\",\"1\":'b'}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Map.of(0L, "a", "1", "b"));
        QueueLocks.Request locks = Json.decode(
                bytes("{\"clientId\":\"c\",\"consumerGroup\":\"g\",\"mqSet\":[{\"brokerName\":\"b\",\"queueId\":1,\"topic\":\"T\"}]}"),
                QueueLocks.Request.class);
        assertThat(locks.mqSet()).containsExactly(new MessageQueue("T", "b", 1));
    }

    @Test
    void readsARegistrationBody() {
        String body = "{\"filterServerList\":[],\"topicConfigSerializeWrapper\":{\"dataVersion\":{\"counter\":0,\"stateVersion\":0,"
                + "\"timestamp\":1},\"mappingDataVersion\":{\"counter\":0,\"stateVersion\":0,\"timestamp\":1},"
                + "\"topicConfigTable\":{\"T\":{\"attributes\":{},\"order\":false,\"perm\":6,\"readQueueNums\":8,"
                + "\"topicFilterType\":\"SINGLE_TAG\",\"topicName\":\"T\",\"topicSysFlag\":0,\"writeQueueNums\":8}},"
                + "\"topicQueueMappingDetailMap\":{},\"topicQueueMappingInfoMap\":{}}}";
        Registration.Body decoded = Json.decode(bytes(body), Registration.Body.class);
        assertThat(text(Json.encode(decoded))).isEqualTo(body);
        assertThat(decoded.topicConfigSerializeWrapper()).isNotNull();
        assertThat(decoded.topicConfigSerializeWrapper().topicConfigTable())
                .isEqualTo(Map.of("T", TopicConfig.of("T", 8, 6)));
    }

    @Test
    void unescapesAndEscapesStrings() {
        String body = "[\"a\\u00e4\\n\\\"\\\\\\/\u00e4\"]";
        List<?> tree = (List<?>) Json.tree(body.getBytes(StandardCharsets.UTF_8));
        assertThat(tree).isEqualTo(List.of("aä\n\"\\/ä"));
        assertThat(text(Json.encode(List.of("\u0001\u0002\"")))).isEqualTo("[\"\\u0001\\u0002\\\"\"]");
    }

    @Test
    void namesThePlaceOfBrokenJson() {
        for (String broken : new String[] {"", "{", "{\"a\":}", "[1,]", "[1 2]", "{\"a\" 1}", "\"x", "tru", "{}x", "--1"}) {
            assertThatThrownBy(() -> Json.tree(broken.getBytes(StandardCharsets.UTF_8)))
                    .as(broken)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("broken JSON at byte ");
        }
        String deep = "[".repeat(1000);
        assertThatThrownBy(() -> Json.tree(deep.getBytes(StandardCharsets.UTF_8))).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> Json.decode(bytes("{\"clientId\":{},\"mqSet\":3}"), QueueLocks.Request.class))
                .hasMessageContaining("body.mqSet must be an array, not 3");
    }

    @Test
    void spreadsAFileOverLinesAsTheOfficialEncoderDoes() {
        Map<Integer, Object> keys = new LinkedHashMap<>();
        keys.put(0, List.of(1, -2));
        keys.put(1, List.of("a,{\"", "]"));
        keys.put(2, Map.of());
        keys.put(3, List.of());
        assertThat(text(Json.encodePretty(keys))).isEqualTo("""
                {
                \t0:[1,-2],
                \t1:[
                \t\t"a,{\\"",
                \t\t"]"
                \t],
                \t2:{},
                \t3:[]
                }""");
    }
}
