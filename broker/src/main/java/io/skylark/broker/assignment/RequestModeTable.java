package io.skylark.broker.assignment;

import io.skylark.broker.table.TableLog;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.protocol.api.Assignments;
import io.skylark.protocol.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whether a group pulls or pops a topic, where somebody said so. An entry is an [Assignments.SetMode] as JSON.
public final class RequestModeTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(24, "REQUEST_MODE");

    private record Key(String topic, String group) {}

    private final TableLog log;
    private final Map<Key, Assignments.SetMode> modes = new ConcurrentHashMap<>();

    public RequestModeTable(TableLog log) {
        this.log = log;
    }

    Assignments.@Nullable SetMode find(String topic, String group) {
        return modes.get(new Key(topic, group));
    }

    /// Waits until that is durable.
    void put(Assignments.SetMode mode) {
        log.change(TYPE, Json.encode(mode));
    }

    @Override
    public long apply(EntryView entry) {
        Assignments.SetMode mode = Json.decode(entry.body(), Assignments.SetMode.class);
        modes.put(new Key(mode.topic(), mode.consumerGroup()), mode);
        return modes.size();
    }

    /// Forgets what was said about a topic. Only on the log-applier.
    public void removeTopic(String topic) {
        modes.keySet().removeIf(key -> key.topic.equals(topic));
    }

    @Override
    public TableSnapshot snapshot() {
        List<Assignments.SetMode> taken = List.copyOf(modes.values());
        return sink -> taken.forEach(mode -> sink.entry(TYPE, 0, Json.encode(mode)));
    }
}
