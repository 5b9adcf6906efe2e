package io.skylark.server;

import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.cli.SkylarkCommand;
import io.skylark.log.LogConfig;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.Storage;
import io.skylark.protocol.body.TopicConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The command line reads what the tables of the broker write, without knowing them.
class StoreDumpTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatTheTablesOfTheBrokerWrite() {
        ReplicatedLog[] log = new ReplicatedLog[1];
        TableLog changes = new TableLog(() -> log[0]);
        TopicTable topics = new TopicTable(changes, Map.of(), topic -> {});
        GroupTable groups = new GroupTable(changes, () -> true, (group, withOffsets) -> {});
        OffsetTable offsets = new OffsetTable(changes);
        try (Storage storage = Storage.open(folder.resolve("log"), LogConfig.dev(), InstantSource.system())) {
            storage.messages().register(TopicTable.TYPE, topics);
            storage.messages().register(GroupTable.TYPE, groups);
            storage.messages().register(OffsetTable.TYPE, offsets);
            log[0] = storage.start(cause -> {
                throw new AssertionError(cause);
            });
            topics.put(TopicConfig.of("orders", 4, 6));
            groups.require("billing");
            groups.forbid("billing", "orders", 4, true);
            offsets.put("billing", "orders", 3, 4711);
            offsets.flush().join();
            topics.delete("orders");
            topics.sweep("gone");
            groups.delete("billing", true);
        }
        StringWriter out = new StringWriter();
        String[] words = {"store", "dump", folder.toString()};
        int code = SkylarkCommand.commandLine(List.of(), words)
                .setOut(new PrintWriter(out, true))
                .execute(words);

        assertThat(code).isZero();
        assertThat(out.toString().lines().map(line -> line.substring(line.lastIndexOf("  ") + 2)).toList())
                .hasSize(9)
                .anyMatch(content -> content.startsWith("put {") && content.contains("\"topicName\":\"orders\""))
                .anyMatch(content -> content.startsWith("put {") && content.contains("\"groupName\":\"billing\""))
                .contains(
                        "billing at orders/3 4711", "delete orders", "sweep gone", "delete with its offsets billing",
                        "forbid {\"bits\":4,\"group\":\"billing\",\"topic\":\"orders\"}");
        assertThat(out.toString()).contains(" TOPIC ", " GROUP ", " OFFSETS ");
    }
}
