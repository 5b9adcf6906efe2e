package io.skylark.cli.broker;

import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.error.SkylarkException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A broker at one of its addresses, and what it tells of itself.
///
/// @param id 0 takes writes
/// @param runtime figures by name; empty when it tells nothing
/// @param problem why it could not be asked
public record BrokerState(String cluster, String name, long id, String address, Map<String, String> runtime,
        Optional<String> problem) {

    private static final Pattern RUNTIME =
            Pattern.compile("\\[ (\\d+) days, (\\d+) hours, (\\d+) minutes, (\\d+) seconds ]");

    /// Asks every broker at every address.
    public static List<BrokerState> all(ClusterAdmin admin) {
        List<BrokerState> states = new ArrayList<>();
        for (ClusterAdmin.Broker broker : admin.brokers()) {
            broker.addresses().forEach((id, address) -> states.add(ask(admin, broker, id, address)));
        }
        return states;
    }

    private static BrokerState ask(ClusterAdmin admin, ClusterAdmin.Broker broker, long id, String address) {
        try {
            return new BrokerState(broker.cluster(), broker.name(), id, address,
                    admin.runtime(address).orElse(Map.of()), Optional.empty());
        } catch (SkylarkException failure) {
            return new BrokerState(broker.cluster(), broker.name(), id, address, Map.of(),
                    Optional.of(String.valueOf(failure.getMessage())));
        }
    }

    public boolean isMaster() {
        return id == 0;
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(runtime.get(key));
    }

    /// The first of the figures under a key, as of the last ten seconds where there are three.
    public Optional<Double> number(String... keys) {
        for (String key : keys) {
            String value = runtime.get(key);
            if (value != null && value.strip().matches("-?\\d+(\\.\\d+)?(E-?\\d+)?( .*)?")) {
                return Optional.of(Double.valueOf(value.strip().split(" ")[0]));
            }
        }
        return Optional.empty();
    }

    public Optional<String> version() {
        return text("brokerVersionDesc");
    }

    /// Messages a second.
    public Optional<Double> in() {
        return number("putTps");
    }

    /// Messages a second.
    public Optional<Double> out() {
        return number("getTransferredTps", "getTransferedTps");
    }

    /// How full the disk of the log is, in percent.
    public Optional<Double> diskPercent() {
        return number("commitLogDiskRatio").filter(ratio -> ratio >= 0).map(ratio -> ratio * 100);
    }

    public Optional<Instant> started() {
        return number("bootTimestamp").map(millis -> Instant.ofEpochMilli(millis.longValue()));
    }

    /// What its clock says, to a second: when it started, and how long it runs.
    public Optional<Instant> now() {
        Matcher text = RUNTIME.matcher(runtime.getOrDefault("runtime", ""));
        if (!text.matches()) {
            return Optional.empty();
        }
        Duration runs = Duration.ofDays(Long.parseLong(text.group(1))).plusHours(Long.parseLong(text.group(2)))
                .plusMinutes(Long.parseLong(text.group(3))).plusSeconds(Long.parseLong(text.group(4)));
        return started().map(start -> start.plus(runs));
    }
}
