package io.skylark.broker.table;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.message.TopicNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The consumer groups of this broker, and which topics they may not read. Groups of tools are there from the start and
/// not in the log, unless changed.
///
/// The first byte of an entry is its operation, the rest is:
///
/// | operation | rest |
/// |---|---|
/// | 1 put, of version 0.1 | the settings that 0.1 knew, as JSON |
/// | 2 put | all settings of the group, as JSON |
/// | 3 delete | whether its offsets go too 1, its name in UTF-8 |
/// | 4 forbid | [Forbidden] as JSON |
/// | 5 count, only in snapshots | number of changes so far 8 |
public final class GroupTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(17, "GROUP");

    private static final byte OLD_PUT = 1;
    private static final byte PUT = 2;
    private static final byte DELETE = 3;
    private static final byte FORBID = 4;
    private static final byte COUNT = 5;
    private static final String SEE =
            "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";
    private static final Set<String> PREDEFINED = Set.of(
            "TOOLS_CONSUMER", "FILTERSRV_CONSUMER", "SELF_TEST_C_GROUP", "CID_ONS-HTTP-PROXY", "CID_ONSAPI_PULL",
            "CID_ONSAPI_PERMISSION", "CID_ONSAPI_OWNER", "CID_RMQ_SYS_TRANS");

    /// Permission `bits` that a group does not have in a topic, 0 to allow all. Public for the JSON binding.
    public record Forbidden(String group, String topic, int bits) {}

    /// Hears of a deleted group.
    @FunctionalInterface
    public interface Deletion {
        void deleted(String group, boolean withOffsets);
    }

    private final TableLog log;
    private final BooleanSupplier autoCreate;
    private final Deletion onDelete;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> forbidden = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile long lastChange;

    /// @param autoCreate whether groups are created when first used
    /// @param onDelete hears of each deleted group on the log-applier, at its place in the log
    public GroupTable(TableLog log, BooleanSupplier autoCreate, Deletion onDelete) {
        this.log = log;
        this.autoCreate = autoCreate;
        this.onDelete = onDelete;
        PREDEFINED.forEach(name -> groups.put(name, Group.standard(name)));
    }

    public @Nullable Group find(String group) {
        return groups.get(group);
    }

    /// A group of tools, or of the system itself.
    public boolean isSystem(String group) {
        return PREDEFINED.contains(group) || group.startsWith("CID_RMQ_SYS_");
    }

    /// All groups, in a copy.
    public Map<String, Group> all() {
        return Map.copyOf(groups);
    }

    public DataVersion version() {
        return new DataVersion(0L, lastChange, changes.get());
    }

    /// Whether [#require] would create a group of this name.
    public boolean wouldCreate(String group) {
        return autoCreate.getAsBoolean() && !groups.containsKey(group);
    }

    /// The group, created when that is allowed; blocks then.
    ///
    /// @throws RequestFailure when there is no such group, or its name is illegal
    public Group require(String group) {
        Group found = groups.get(group);
        if (found != null) {
            return found;
        }
        checkName(group);
        if (!autoCreate.getAsBoolean()) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + group + "] does not exist, apply first please!" + SEE);
        }
        Group created = Group.standard(group);
        log.change(TYPE, entry(PUT, Json.encode(created.settings())));
        return created;
    }

    /// @throws RequestFailure when no group may be called so
    public static void checkName(String group) {
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, fault);
        }
    }

    /// Creates groups or changes them; blocks.
    ///
    /// @throws RequestFailure when a name is illegal, or the log refuses one of them
    public void putAll(List<Group> wanted) {
        wanted.forEach(group -> checkName(group.groupName()));
        log.changeAll(TYPE, wanted.stream()
                .filter(group -> !group.equals(groups.get(group.groupName())))
                .map(group -> entry(PUT, Json.encode(group.settings())))
                .toList());
    }

    /// Deletes a group and what it may not read; blocks. Its retry and dead-letter topics stay. Members that are there
    /// make it anew as soon as they ask for messages, where groups are created on use.
    public void delete(String group, boolean withOffsets) {
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        log.change(TYPE, entry(
                DELETE, ByteBuffer.allocate(1 + name.length).put((byte) (withOffsets ? 1 : 0)).put(name).array()));
    }

    /// For each pull, so it costs next to nothing as long as nothing is forbidden.
    ///
    /// @throws RequestFailure when the group may not read the topic
    public void checkReadable(String group, String topic) {
        if (!forbidden.isEmpty() && Permission.isReadable(forbidden(group).getOrDefault(topic, 0))) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION,
                    "the consumer group[" + group + "] is forbidden for topic[" + topic + "]");
        }
    }

    /// Bits that a group does not have, by topic.
    public Map<String, Integer> forbidden(String group) {
        return forbidden.getOrDefault(group, Map.of());
    }

    /// Bits that groups do not have, by group and topic, in a copy.
    public Map<String, Map<String, Integer>> allForbidden() {
        return Map.copyOf(forbidden);
    }

    /// Takes permission bits of a group in a topic, or gives them back; blocks.
    public void forbid(String group, String topic, int bits, boolean now) {
        int before = forbidden(group).getOrDefault(topic, 0);
        int after = now ? before | bits : before & ~bits;
        if (after != before) {
            log.change(TYPE, entry(FORBID, Json.encode(new Forbidden(group, topic, after))));
        }
    }

    @Override
    public long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        byte operation = body.get();
        switch (operation) {
            case OLD_PUT, PUT -> {
                Group group = Group.of(Json.decode(body, ConsumerGroup.Settings.class));
                groups.put(group.groupName(), group);
            }
            case DELETE -> {
                boolean withOffsets = body.get() != 0;
                String group = StandardCharsets.UTF_8.decode(body).toString();
                groups.remove(group);
                forbidden.remove(group);
                if (PREDEFINED.contains(group)) {
                    groups.put(group, Group.standard(group));
                }
                onDelete.deleted(group, withOffsets);
            }
            case FORBID -> apply(Json.decode(body, Forbidden.class));
            case COUNT -> {
                changes.set(body.getLong());
                lastChange = entry.time();
                return changes.get();
            }
            default -> throw new IllegalStateException("unknown group change " + operation);
        }
        lastChange = entry.time();
        return changes.incrementAndGet();
    }

    private void apply(Forbidden item) {
        Map<String, Integer> bits = new TreeMap<>(forbidden(item.group()));
        if (item.bits() == 0) {
            bits.remove(item.topic());
        } else {
            bits.put(item.topic(), item.bits());
        }
        if (bits.isEmpty()) {
            forbidden.remove(item.group());
        } else {
            forbidden.put(item.group(), Map.copyOf(bits));
        }
    }

    @Override
    public TableSnapshot snapshot() {
        List<Group> taken = List.copyOf(groups.values());
        Map<String, Map<String, Integer>> takenBits = Map.copyOf(forbidden);
        long count = changes.get();
        long time = lastChange;
        return sink -> {
            for (Group group : taken) {
                if (!PREDEFINED.contains(group.groupName()) || !group.equals(Group.standard(group.groupName()))) {
                    sink.entry(TYPE, time, entry(PUT, Json.encode(group.settings())));
                }
            }
            for (Map.Entry<String, Map<String, Integer>> group : takenBits.entrySet()) {
                for (Map.Entry<String, Integer> topic : group.getValue().entrySet()) {
                    sink.entry(TYPE, time, entry(
                            FORBID, Json.encode(new Forbidden(group.getKey(), topic.getKey(), topic.getValue()))));
                }
            }
            sink.entry(TYPE, time, ByteBuffer.allocate(1 + Long.BYTES).put(COUNT).putLong(count).array());
        };
    }

    private static byte[] entry(byte operation, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(operation).put(content).array();
    }
}
