package io.skylark.broker.table;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.message.TopicNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The consumer groups of this broker. Groups of tools are there from the start and not in the log.
///
/// | offset | size | field of an entry |
/// |---|---|---|
/// | 0 | 1 | 1 put |
/// | 1 | rest | the group's settings as JSON |
public final class GroupTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(17, "GROUP");

    private static final byte PUT = 1;
    private static final String SEE =
            "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";
    private static final Set<String> PREDEFINED = Set.of(
            "TOOLS_CONSUMER", "FILTERSRV_CONSUMER", "SELF_TEST_C_GROUP", "CID_ONS-HTTP-PROXY", "CID_ONSAPI_PULL",
            "CID_ONSAPI_PERMISSION", "CID_ONSAPI_OWNER", "CID_RMQ_SYS_TRANS");

    private final TableLog log;
    private final boolean autoCreate;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    public GroupTable(TableLog log, boolean autoCreate) {
        this.log = log;
        this.autoCreate = autoCreate;
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

    /// Whether [#require] would create a group of this name.
    public boolean wouldCreate(String group) {
        return autoCreate && !groups.containsKey(group);
    }

    /// The group, created when that is allowed; blocks then.
    ///
    /// @throws RequestFailure when there is no such group, or its name is illegal
    public Group require(String group) {
        Group found = groups.get(group);
        if (found != null) {
            return found;
        }
        String fault = TopicNames.groupFault(group);
        if (fault != null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (!autoCreate) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + group + "] does not exist, apply first please!" + SEE);
        }
        Group created = Group.standard(group);
        log.change(TYPE, entry(Json.encode(created)));
        return created;
    }

    /// Creates a group or changes it; blocks.
    ///
    /// @throws RequestFailure when its name is illegal, or the log refuses it
    public void put(Group group) {
        String fault = TopicNames.groupFault(group.groupName());
        if (fault != null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, fault);
        }
        log.change(TYPE, entry(Json.encode(group)));
    }

    @Override
    public long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        byte operation = body.get();
        if (operation != PUT) {
            throw new IllegalStateException("unknown group change " + operation);
        }
        Group group = Json.decode(body, Group.class);
        groups.put(group.groupName(), group);
        return groups.size();
    }

    @Override
    public TableSnapshot snapshot() {
        List<Group> taken = List.copyOf(groups.values());
        return sink -> {
            for (Group group : taken) {
                if (!PREDEFINED.contains(group.groupName()) || !group.equals(Group.standard(group.groupName()))) {
                    sink.entry(TYPE, 0, entry(Json.encode(group)));
                }
            }
        };
    }

    private static byte[] entry(byte[] settings) {
        return ByteBuffer.allocate(1 + settings.length).put(PUT).put(settings).array();
    }
}
