package io.skylark.cli.mqadmin;

import io.skylark.client.admin.BrokerAdmin;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.BrokerState;
import io.skylark.protocol.api.Replication;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/// Commands for single brokers.
final class BrokerCommands {
    private static final double KIB = 1024;

    private BrokerCommands() {}

    static void status(Call call) {
        if (call.options().has("b")) {
            figures(call, call.options().need("b")).forEach((name, value) ->
                    call.print("%-32s: %s%n", name, value));
            return;
        }
        for (String address : call.brokers().masters(call.options().need("c"))) {
            figures(call, address).forEach((name, value) -> call.print("%-24s %-32s: %s%n", address, name, value));
        }
    }

    static SortedMap<String, String> figures(Call call, String address) {
        Command answer = call.servers().demand(
                "The state of broker " + address, address, BrokerState.RUNTIME.request(Empty.EMPTY));
        return new TreeMap<>(Json.decode(answer.body(), KeyValueTable.class).table());
    }

    static void settings(Call call) {
        if (call.options().has("b")) {
            String address = call.options().need("b");
            call.print("============%s============\n", address);
            settings(call, address);
            return;
        }
        for (BrokerData broker : call.brokers().ofCluster(call.options().need("c"))) {
            String master = broker.brokerAddrs().get(Brokers.MASTER);
            new TreeMap<>(broker.brokerAddrs()).forEach((id, address) -> {
                if (id == Brokers.MASTER) {
                    call.print("============Master: %s============\n", address);
                } else {
                    call.print("============My Master: %s=====Slave: %s============\n", master, address);
                }
                settings(call, address);
            });
        }
    }

    private static void settings(Call call, String address) {
        call.admin().brokers().settings(address).forEach((key, value) -> call.print("%-50s=  %s\n", key, value));
    }

    static void change(Call call) {
        Options options = call.options();
        if (!options.has("b") && !options.has("c")) {
            call.printHelp();
            return;
        }
        List<String> addresses = new ArrayList<>();
        if (options.has("b")) {
            addresses.add(options.need("b"));
        } else {
            for (BrokerData broker : call.brokers().ofCluster(options.need("c"))) {
                new TreeMap<>(broker.brokerAddrs()).forEach((id, address) -> {
                    if (id == Brokers.MASTER || options.flag("a", false)) {
                        addresses.add(address);
                    }
                });
            }
        }
        for (String address : addresses) {
            call.admin().brokers().change(address, Map.of(options.need("k"), options.need("v")));
            call.print("update broker config success, %s\n", address);
        }
    }

    static void cleanQueues(Call call) {
        clean(call, BrokerAdmin::cleanExpiredQueues);
    }

    static void cleanTopics(Call call) {
        clean(call, BrokerAdmin::cleanUnusedTopics);
    }

    static void deleteExpiredLog(Call call) {
        clean(call, BrokerAdmin::deleteExpiredLog);
    }

    private static void clean(Call call, BiConsumer<BrokerAdmin, String> action) {
        List<String> addresses = call.options().text("b").map(List::of)
                .orElseGet(() -> call.options().text("c").map(cluster -> mastersWithoutWord(call, cluster))
                        .orElseGet(() -> call.brokers().everyMaster(Optional.empty())));
        addresses.forEach(address -> action.accept(call.admin().brokers(), address));
        call.print(addresses.isEmpty() ? "false" : "success");
    }

    private static List<String> mastersWithoutWord(Call call, String cluster) {
        return Brokers.masters(call.brokers().all().brokerAddrTable().values().stream()
                .filter(broker -> broker.cluster().equals(cluster))
                .toList());
    }

    static void replication(Call call) {
        long interval = call.options().number("i", 0);
        do {
            TopicChanges.addresses(call).forEach(address -> replication(call, address));
            call.out().flush();
        } while (interval > 0 && waited(interval));
    }

    /// False when somebody wants an end.
    static boolean waited(long seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        return !Thread.currentThread().isInterrupted();
    }

    private static void replication(Call call, String address) {
        Command answer = call.servers().demand(
                "The replication of broker " + address, address, Replication.STATE.request(Empty.EMPTY));
        Replication.State state = Json.decode(answer.body(), Replication.State.class);
        if (!state.master()) {
            slave(call, state.haClientRuntimeInfo());
            return;
        }
        call.print("\n#MasterAddr\t%s\n#MasterCommitLogMaxOffset\t%d\n#SlaveNum\t%d\n#InSyncSlaveNum\t%d\n",
                address, state.masterCommitLogMaxOffset(), state.haConnectionInfo().size(), state.inSyncSlaveNums());
        call.print("%-32s  %-16s %16s %16s %16s %16s\n", "#SlaveAddr", "#SlaveAckOffset", "#Diff",
                "#TransferSpeed(KB/s)", "#Status", "#TransferFromWhere");
        for (Replication.Slave slave : state.haConnectionInfo()) {
            call.print("%-32s  %-16d %16d %16.2f %16s %16d\n", slave.addr(), slave.slaveAckOffset(), slave.diff(),
                    slave.transferredByteInSecond() / KIB, slave.inSync() ? "OK" : "Fall Behind",
                    slave.transferFromWhere());
        }
    }

    private static void slave(Call call, Replication.Follower follower) {
        call.print("\n#MasterAddr\t%s\n", follower.masterAddr());
        call.print("#CommitLogMaxOffset\t%d\n", follower.maxOffset());
        call.print("#TransferSpeed(KB/s)\t%.2f\n", follower.transferredByteInSecond() / KIB);
        call.print("#LastReadTime\t%s\n", call.times().millis(follower.lastReadTimestamp()));
        call.print("#LastWriteTime\t%s\n", call.times().millis(follower.lastWriteTimestamp()));
        call.print("#MasterFlushOffset\t%s\n", follower.masterFlushOffset());
    }

    static void resetFlush(Call call) {
        long offset = call.options().number("o", 0);
        call.servers().demand("Resetting the flushed offset", call.options().need("b"),
                Replication.RESET_FLUSH.request(new Replication.Reset(offset)));
        call.print("reset master flush offset to %d success%n", offset);
    }
}
