package io.skylark.broker.export;

import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Topics and groups as `topics.json` and `subscriptionGroup.json`, in the form in which RocketMQ keeps them, for
/// operators who look at those files or copy them to another broker. The log is what counts; these only follow it, so a
/// disk that refuses them costs a warning.
///
/// Shared: one write at a time. Written when there is a new version, no more often than [#INTERVAL], beside the old file and
/// then in its place; the old one becomes `.bak`.
public final class TableExport {
    /// How far the files may be behind.
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TableExport.class);

    /// The content of `topics.json`. Public for the JSON binding.
    public record Topics(DataVersion dataVersion, Map<String, TopicConfig> topicConfigTable) {}

    private final Path folder;
    private final TopicTable topics;
    private final GroupTable groups;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable DataVersion writtenTopics;
    private @Nullable DataVersion writtenGroups;

    /// @param folder made when it is not there
    public TableExport(Path folder, TopicTable topics, GroupTable groups) {
        this.folder = folder;
        this.topics = topics;
        this.groups = groups;
    }

    /// Writes what has changed since the last call; nothing while another call writes.
    public void write() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            writeTopics();
            writeGroups();
        } catch (IOException failed) {
            LOG.warn("cannot write topics and groups to {} ({}); the broker does not need these files",
                    folder, failed.toString());
        } finally {
            writing.unlock();
        }
    }

    private void writeTopics() throws IOException {
        DataVersion version = topics.version();
        if (!version.equals(writtenTopics)) {
            replace("topics.json", new Topics(version, new TreeMap<>(topics.all())));
            writtenTopics = version;
        }
    }

    private void writeGroups() throws IOException {
        DataVersion version = groups.version();
        if (!version.equals(writtenGroups)) {
            Map<String, ConsumerGroup.Settings> settings = new TreeMap<>();
            Map<String, Map<String, Integer>> forbidden = new TreeMap<>();
            for (Group group : groups.all().values()) {
                settings.put(group.groupName(), group.settings());
            }
            groups.allForbidden().forEach((group, bits) -> forbidden.put(group, new TreeMap<>(bits)));
            replace("subscriptionGroup.json", new ConsumerGroup.Table(settings, forbidden, version));
            writtenGroups = version;
        }
    }

    private void replace(String name, Record content) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        Path fresh = folder.resolve(name + ".tmp");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(Json.encodePretty(content));
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        if (Files.exists(file)) {
            Files.copy(file, folder.resolve(name + ".bak"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
