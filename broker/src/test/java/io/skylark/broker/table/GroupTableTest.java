package io.skylark.broker.table;

import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.StateMachine;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.DataVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupTableTest {
    /// As version 0.1 wrote it.
    private static final String OLD = "{\"consumeBroadcastEnable\":true,\"consumeEnable\":false,"
            + "\"consumeMessageOrderly\":true,\"groupName\":\"old\",\"groupSysFlag\":1,"
            + "\"notifyConsumerIdsChangedEnable\":true,\"retryMaxTimes\":5,\"retryQueueNums\":2}";

    private final List<String> deleted = new ArrayList<>();
    private final GroupTable table = table();

    private GroupTable table() {
        return new GroupTable(
                new TableLog(() -> {
                    throw new RequestFailure(1, new LogRefusal(LogRefusal.Reason.CLOSED, "no log here").detail());
                }),
                () -> true,
                (group, withOffsets) -> deleted.add(group + (withOffsets ? " with offsets" : "")));
    }

    private static void apply(StateMachine table, int operation, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        apply(table, ByteBuffer.allocate(1 + text.length).put((byte) operation).put(text).array());
    }

    private static void apply(StateMachine table, byte[] entry) {
        table.apply(new EntryView().wrap(GroupTable.TYPE.code(), 1, 1, 77, 0)
                .body(ByteBuffer.wrap(entry), 0, entry.length));
    }

    @Test
    void readsGroupsOfVersion01() {
        apply(table, 1, OLD);
        Group group = table.find("old");
        assertThat(group).isEqualTo(
                Group.of(new ConsumerGroup.Settings("old", false, true, true, 2, 5, true, 1)));
        assertThat(group).isNotNull();
        assertThat(group.settings().consumeFromMinEnable()).isTrue();
        assertThat(group.settings().consumeTimeoutMinute()).isEqualTo(15);
    }

    @Test
    void comesBackFromItsSnapshot() {
        apply(table, 1, OLD);
        apply(table, 2, "{\"groupName\":\"new\",\"attributes\":{\"priority.factor\":\"7\"},\"brokerId\":3}");
        apply(table, 2, "{\"groupName\":\"gone\"}");
        apply(table, 3, "\u0001gone");
        apply(table, 3, "\u0000TOOLS_CONSUMER");
        apply(table, 4, "{\"group\":\"new\",\"topic\":\"T\",\"bits\":4}");
        apply(table, 4, "{\"group\":\"new\",\"topic\":\"U\",\"bits\":4}");
        apply(table, 4, "{\"group\":\"new\",\"topic\":\"U\",\"bits\":0}");
        GroupTable copy = table();
        table.snapshot().writeTo((type, time, entry) -> apply(copy, entry));
        assertThat(copy.all()).isEqualTo(table.all()).containsKeys("old", "new").doesNotContainKey("gone");
        assertThat(copy.allForbidden()).isEqualTo(Map.of("new", Map.of("T", 4)));
        assertThat(copy.version()).isEqualTo(table.version()).isEqualTo(new DataVersion(0L, 77, 8L));
        assertThat(deleted).containsExactly("gone with offsets", "TOOLS_CONSUMER");
    }

    @Test
    void refusesAnEntryOfALaterVersion() {
        assertThatThrownBy(() -> apply(table, 9, "{}")).hasMessage("unknown group change 9");
    }
}
