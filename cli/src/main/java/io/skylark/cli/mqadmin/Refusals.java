package io.skylark.cli.mqadmin;

import io.skylark.protocol.Command;
import java.util.Map;
import java.util.Set;

/// Commands for parts of RocketMQ that this product does not have. Some the tool refuses itself; others, which any
/// broker answers, show what the broker says.
final class Refusals {
    private static final String CONTROLLER =
            "there is no controller: a broker name has one broker, and nothing is elected";
    private static final String CONTAINER = "there are no broker containers: start one process for each broker";
    private static final String ROCKSDB =
            "nothing is kept in RocksDB: export topics and groups with exportMetadata, check files with: skylark store "
                    + "verify";
    private static final String COMPACTION = "there are no logs of compaction: look at files with: skylark store dump";
    private static final String STATIC_TOPIC =
            "static topics are not supported: a queue stays on its broker; create an ordinary topic with updateTopic";
    private static final String LITE = "lite topics are not supported: use an ordinary topic";
    private static final String TIMER = "there is one engine for delayed messages, and nothing to switch";

    private static final String READ_AHEAD = "setCommitLogReadAheadMode";
    private static final Set<String> READ_AHEAD_MODES = Set.of("0", "1");

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("addBroker", CONTAINER),
            Map.entry("removeBroker", CONTAINER),
            Map.entry("getSyncStateSet", CONTROLLER),
            Map.entry("getBrokerEpoch", CONTROLLER),
            Map.entry("getControllerMetaData", CONTROLLER),
            Map.entry("getControllerConfig", CONTROLLER),
            Map.entry("updateControllerConfig", CONTROLLER),
            Map.entry("electMaster", CONTROLLER),
            Map.entry("cleanBrokerMetadata", CONTROLLER),
            Map.entry("dumpCompactionLog", COMPACTION),
            Map.entry("exportMetadataInRocksDB", ROCKSDB),
            Map.entry("rocksDBConfigToJson", ROCKSDB),
            Map.entry("checkRocksdbCqWriteProgress", ROCKSDB),
            Map.entry("exportPopRecord", ROCKSDB),
            Map.entry("updateStaticTopic", STATIC_TOPIC),
            Map.entry("remappingStaticTopic", STATIC_TOPIC),
            Map.entry("switchTimerEngine", TIMER),
            Map.entry("getBrokerLiteInfo", LITE),
            Map.entry("getParentTopicInfo", LITE),
            Map.entry("getLiteTopicInfo", LITE),
            Map.entry("getLiteClientInfo", LITE),
            Map.entry("getLiteGroupInfo", LITE),
            Map.entry("triggerLiteDispatch", LITE));

    /// Request codes of what a broker is asked for, to show what it says.
    private static final Map<String, Integer> ASKED = Map.ofEntries(
            Map.entry("createUser", 3001),
            Map.entry("updateUser", 3002),
            Map.entry("deleteUser", 3003),
            Map.entry("getUser", 3004),
            Map.entry("listUser", 3005),
            Map.entry("copyUser", 3005),
            Map.entry("createAcl", 3006),
            Map.entry("updateAcl", 3007),
            Map.entry("deleteAcl", 3008),
            Map.entry("getAcl", 3009),
            Map.entry("listAcl", 3010),
            Map.entry("copyAcl", 3010),
            Map.entry("updateAclConfig", 50),
            Map.entry("deleteAclConfig", 51),
            Map.entry("clusterAclConfigVersion", 52),
            Map.entry("updateGlobalWhiteAddr", 53),
            Map.entry("getAclConfig", 54),
            Map.entry("updateColdDataFlowCtrGroupConfig", 2001),
            Map.entry("removeColdDataFlowCtrGroupConfig", 2002),
            Map.entry("getColdDataFlowCtrInfo", 2003),
            Map.entry(READ_AHEAD, 2004));

    private Refusals() {}

    static Action of(String name) {
        String reason = REASONS.get(name);
        if (reason != null) {
            return call -> {
                throw new NotOfferedException(reason);
            };
        }
        Integer code = ASKED.get(name);
        if (code == null) {
            throw new IllegalStateException(name + " does nothing");
        }
        return call -> ask(call, name, code);
    }

    /// Whether the command is one of these.
    static boolean has(String name) {
        return REASONS.containsKey(name) || ASKED.containsKey(name);
    }

    static Set<String> asked() {
        return ASKED.keySet();
    }

    private static void ask(Call call, String name, int code) {
        Options options = call.options();
        if (name.equals(READ_AHEAD) && !READ_AHEAD_MODES.contains(options.need("m"))) {
            call.print("set the read mode error; 0 is default, 1 random read%n");
            return;
        }
        String address = options.text("b").or(() -> options.text("f")).orElseGet(() ->
                call.brokers().everyMaster(options.text("c")).stream().findFirst().orElseThrow(() ->
                        new IllegalArgumentException("there is no broker to ask")));
        Command answer = call.servers().demand(name, address,
                Command.request(code, 0, Map.of(), Command.NO_BODY));
        call.print("%s%n", answer.body().hasRemaining() ? PrettyJson.text(answer.body()) : "");
    }
}
