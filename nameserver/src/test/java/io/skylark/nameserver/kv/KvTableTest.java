package io.skylark.nameserver.kv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KvTableTest {
    @TempDir
    private Path folder;

    @Test
    void keepsChangesInTheFileThatRocketMqReads() throws IOException {
        Path file = folder.resolve("new/kvConfig.json");
        KvTable table = KvTable.open(file);
        table.put("ORDER_TOPIC_CONFIG", "T", "broker-a:4");
        table.put("n", "b", "2");
        table.put("n", "a", "1");
        table.delete("n", "b");
        table.delete("n", "never");
        table.delete("never", "b");
        assertThat(Files.readString(file))
                .isEqualTo("{\"configTable\":{\"ORDER_TOPIC_CONFIG\":{\"T\":\"broker-a:4\"},\"n\":{\"a\":\"1\"}}}");
        KvTable again = KvTable.open(file);
        assertThat(again.value("n", "a")).isEqualTo(Optional.of("1"));
        assertThat(again.value("n", "b")).isEmpty();
        assertThat(again.value("never", "b")).isEmpty();
        assertThat(again.namespace("ORDER_TOPIC_CONFIG")).hasValue(new java.util.TreeMap<>(Map.of("T", "broker-a:4")));
        again.delete("n", "a");
        assertThat(again.namespace("n")).as("empty, and still there").hasValueSatisfying(
                values -> assertThat(values).isEmpty());
        try (var files = Files.list(folder.resolve("new"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void readsAFileThatRocketMqWrote() throws IOException {
        Path file = folder.resolve("kvConfig.json");
        Files.writeString(file, "{\n\t\"configTable\":{\"N\":{},\"M\":{\n\t\t\"k\":\"v\"\n\t}}\n}");
        KvTable table = KvTable.open(file);
        assertThat(table.value("M", "k")).hasValue("v");
        assertThat(table.namespace("N")).isPresent();
    }

    @Test
    void refusesToStartWithADamagedFile() throws IOException {
        Path file = folder.resolve("kvConfig.json");
        Files.writeString(file, "{\"configTable\":{\"N\":{\"k\"");
        assertThatThrownBy(() -> KvTable.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is damaged (broken JSON at byte ")
                .hasMessageEndingWith("repair it, or move it away to start empty");
    }

    @Test
    void doesNotMakeAChangeThatItCannotKeep() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "x");
        KvTable table = KvTable.open(inTheWay.resolve("kvConfig.json"));
        assertThatThrownBy(() -> table.put("n", "k", "v"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + inTheWay);
        assertThat(table.namespace("n")).isEmpty();
    }

    @Test
    void limitsItsSize() throws IOException {
        KvTable table = KvTable.open(folder.resolve("kvConfig.json"));
        table.put("n", "k", "v");
        assertThatThrownBy(() -> table.put("n", "large", "x".repeat(KvFile.MAX_BYTES)))
                .hasMessageMatching("the table would have \\d+ bytes, more than 16777216");
        assertThat(table.namespace("n")).hasValueSatisfying(values -> assertThat(values).containsOnlyKeys("k"));
    }
}
