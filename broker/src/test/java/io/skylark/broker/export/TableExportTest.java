package io.skylark.broker.export;

import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.protocol.body.TopicConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The files. The expected texts are what RocketMQ 5.5.0 writes of the same topics and groups, but for their order.
class TableExportTest {
    private static final String TOPICS = """
            {
            \t"dataVersion":{
            \t\t"counter":0,
            \t\t"stateVersion":0,
            \t\t"timestamp":0
            \t},
            \t"topicConfigTable":{
            \t\t"SELF_TEST_TOPIC":{
            \t\t\t"attributes":{},
            \t\t\t"order":false,
            \t\t\t"perm":6,
            \t\t\t"readQueueNums":1,
            \t\t\t"topicFilterType":"SINGLE_TAG",
            \t\t\t"topicName":"SELF_TEST_TOPIC",
            \t\t\t"topicSysFlag":0,
            \t\t\t"writeQueueNums":1
            \t\t}
            \t}
            }""";

    @TempDir
    Path folder;

    private final TableLog log = new TableLog(() -> {
        throw new IllegalStateException("nothing is proposed here");
    });
    private final TopicTable topics =
            new TopicTable(log, Map.of("SELF_TEST_TOPIC", TopicConfig.of("SELF_TEST_TOPIC", 1, 6)), topic -> {});
    private final GroupTable groups = new GroupTable(log, () -> true, (group, withOffsets) -> {});

    private static void put(StateMachine table, int operation, String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] entry = ByteBuffer.allocate(1 + text.length).put((byte) operation).put(text).array();
        table.apply(new EntryView().wrap(0, 1, 1, 77, 0).body(ByteBuffer.wrap(entry), 0, entry.length));
    }

    @Test
    void writesWhatRocketMqWrites() throws IOException {
        TableExport export = new TableExport(folder.resolve("config"), topics, groups);
        export.write();
        Path file = folder.resolve("config/topics.json");
        assertThat(file).hasContent(TOPICS);
        put(groups, 2, "{\"groupName\":\"g\",\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":"
                + "{\"next\":[1000,2000]}}}");
        put(groups, 4, "{\"group\":\"g\",\"topic\":\"T\",\"bits\":4}");
        export.write();
        assertThat(Files.readString(folder.resolve("config/subscriptionGroup.json")))
                .startsWith("""
                        {
                        \t"dataVersion":{
                        \t\t"counter":2,
                        \t\t"stateVersion":0,
                        \t\t"timestamp":77
                        \t},
                        \t"forbiddenTable":{
                        \t\t"g":{
                        \t\t\t"T":4
                        \t\t}
                        \t},
                        \t"subscriptionGroupTable":{
                        """)
                .contains("""
                        \t\t"g":{
                        \t\t\t"attributes":{},
                        \t\t\t"brokerId":0,
                        \t\t\t"consumeBroadcastEnable":true,
                        \t\t\t"consumeEnable":true,
                        \t\t\t"consumeFromMinEnable":true,
                        \t\t\t"consumeMessageOrderly":false,
                        \t\t\t"consumeTimeoutMinute":15,
                        \t\t\t"groupName":"g",
                        \t\t\t"groupRetryPolicy":{
                        \t\t\t\t"customizedRetryPolicy":{
                        \t\t\t\t\t"next":[1000,2000]
                        \t\t\t\t},
                        \t\t\t\t"type":"CUSTOMIZED"
                        \t\t\t},
                        """);
        assertThat(folder.resolve("config/subscriptionGroup.json.bak")).exists();
        assertThat(folder.resolve("config/topics.json.bak")).as("topics did not change").doesNotExist();
    }

    @Test
    void writesNothingWhenNothingChanged() throws IOException {
        TableExport export = new TableExport(folder, topics, groups);
        export.write();
        Files.delete(folder.resolve("topics.json"));
        export.write();
        assertThat(folder.resolve("topics.json")).doesNotExist();
        put(topics, 1, "{\"topicName\":\"T\",\"readQueueNums\":1,\"writeQueueNums\":1,\"perm\":6}");
        export.write();
        assertThat(Files.readString(folder.resolve("topics.json"))).contains("\"topicName\":\"T\"");
        assertThat(folder.resolve("topics.json.tmp")).doesNotExist();
    }

    @Test
    void goesOnWhenTheDiskRefuses() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "x");
        TableExport export = new TableExport(inTheWay.resolve("config"), topics, groups);
        export.write();
        Files.delete(inTheWay);
        export.write();
        assertThat(inTheWay.resolve("config/topics.json")).hasContent(TOPICS);
    }
}
