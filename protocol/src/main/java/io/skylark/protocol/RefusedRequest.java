package io.skylark.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of RocketMQ that no server of this project answers, and what it is told: final for clients and tools, which do
/// not try again.
///
/// @param answer the response code
/// @param why what there is not, and what to do instead
public record RefusedRequest(int code, String name, int answer, String why) {
    private static final String NOBODY = "no version of RocketMQ answers it";
    private static final String TO_CLIENTS = "a broker sends it to its clients, and gets it from nobody";
    private static final String OF_SLAVES = "slave brokers ask it, and there are none";
    private static final String OLD_ACCESS =
            "access control lists of RocketMQ 4 were removed from RocketMQ 5.3.3, and are not supported";
    private static final String ACCESS =
            "this version has no users and no access control lists; other hosts may send and consume, and administer only "
                    + "with adminFromAnywhere=true";
    private static final String CONTAINER = "there are no broker containers; start one process for each broker";
    private static final String CONTROLLER = "there is no controller: a broker name has one broker, and nothing is elected";
    private static final String COLD =
            "pulls of messages that are not in memory are read by threads of their own and hold up nobody, so there is no "
                    + "threshold to set";
    private static final String ROCKSDB = "nothing is kept in RocksDB; ";
    private static final String LITE = "lite topics are not supported; use an ordinary topic";

    private static final Map<Integer, RefusedRequest> ALL = byCode(List.of(
            of(13, "QUERY_BROKER_OFFSET", NOBODY + "; ask for the bounds of a queue with 30 and 31"),
            of(22, "GET_TOPIC_CONFIG_LIST", NOBODY + "; ask for all topics with 21"),
            of(23, "GET_TOPIC_NAME_LIST", NOBODY + "; ask for all topics with 21"),
            of(27, "TRIGGER_DELETE_FILES", NOBODY + "; let what has expired be deleted with 329"),
            of(39, "CHECK_TRANSACTION_STATE", TO_CLIENTS),
            of(40, "NOTIFY_CONSUMER_IDS_CHANGED", TO_CLIENTS),
            of(43, "GET_ALL_CONSUMER_OFFSET", OF_SLAVES + "; ask how far a group is with 208, or all with 317"),
            of(45, "GET_ALL_DELAY_OFFSET", OF_SLAVES),
            of(47, "GET_CLIENT_CONFIG", NOBODY),
            of(50, "UPDATE_AND_CREATE_ACL_CONFIG", OLD_ACCESS),
            of(51, "DELETE_ACL_CONFIG", OLD_ACCESS),
            of(52, "GET_BROKER_CLUSTER_ACL_INFO", OLD_ACCESS),
            of(53, "UPDATE_GLOBAL_WHITE_ADDRS_CONFIG", OLD_ACCESS),
            of(54, "GET_BROKER_CLUSTER_ACL_CONFIG", OLD_ACCESS),
            of(60, "GET_TIMER_CHECK_POINT", OF_SLAVES),
            of(61, "GET_TIMER_METRICS", OF_SLAVES),
            of(209, "SUSPEND_CONSUMER", NOBODY + "; let a group stop with consumeEnable=false, set with 200"),
            of(210, "RESUME_CONSUMER", NOBODY + "; let a group go on with consumeEnable=true, set with 200"),
            of(211, "RESET_CONSUMER_OFFSET_IN_CONSUMER", NOBODY + "; move a group with 222"),
            of(212, "RESET_CONSUMER_OFFSET_IN_BROKER", NOBODY + "; move a group with 222"),
            of(213, "ADJUST_CONSUMER_THREAD_POOL", NOBODY),
            of(214, "WHO_CONSUME_THE_MESSAGE", NOBODY + "; ask for the groups of a topic with 300"),
            of(220, "RESET_CONSUMER_CLIENT_OFFSET", TO_CLIENTS + "; move a group with 222"),
            of(221, "GET_CONSUMER_STATUS_FROM_CLIENT", TO_CLIENTS + "; ask for it with 223"),
            of(301, "REGISTER_FILTER_SERVER", "filter servers were removed from RocketMQ 5; filter with SQL92 expressions"),
            of(302, "REGISTER_MESSAGE_FILTER_CLASS",
                    "filter classes were removed from RocketMQ 5; filter with SQL92 expressions"),
            of(326, "PUSH_REPLY_MESSAGE_TO_CLIENT", TO_CLIENTS + "; reply with 325"),
            of(354, "CHECK_ROCKSDB_CQ_WRITE_PROGRESS", ROCKSDB + "check log and indexes with: skylark store verify"),
            of(355, "EXPORT_ROCKSDB_CONFIG_TO_JSON", ROCKSDB + "ask for topics with 21, for groups with 201"),
            of(402, "GET_ALL_MESSAGE_REQUEST_MODE", OF_SLAVES),
            of(513, "UPDATE_AND_CREATE_STATIC_TOPIC",
                    "static topics are not supported: a queue stays on its broker; create an ordinary topic with 17"),
            of(901, "GET_BROKER_MEMBER_GROUP", OF_SLAVES + "; ask for all brokers with 106"),
            of(902, "ADD_BROKER", CONTAINER),
            of(903, "REMOVE_BROKER", CONTAINER),
            of(904, "BROKER_HEARTBEAT",
                    "brokers send it whose slaves act as masters, and there are none; a registration (103) is renewed instead"),
            of(905, "NOTIFY_MIN_BROKER_ID_CHANGE", "name servers send it to slave brokers, and there are none"),
            of(906, "EXCHANGE_BROKER_HA_INFO", "masters and slaves send it to each other, and there are no slaves"),
            of(1001, "CONTROLLER_ALTER_SYNC_STATE_SET", CONTROLLER),
            of(1002, "CONTROLLER_ELECT_MASTER", CONTROLLER),
            of(1003, "CONTROLLER_REGISTER_BROKER", CONTROLLER),
            of(1004, "CONTROLLER_GET_REPLICA_INFO", CONTROLLER),
            of(1005, "CONTROLLER_GET_METADATA_INFO", CONTROLLER),
            of(1006, "CONTROLLER_GET_SYNC_STATE_DATA", CONTROLLER),
            new RefusedRequest(1007, "GET_BROKER_EPOCH_CACHE", ResponseCode.SYSTEM_ERROR, CONTROLLER),
            of(1008, "NOTIFY_BROKER_ROLE_CHANGED", CONTROLLER),
            of(1009, "UPDATE_CONTROLLER_CONFIG", CONTROLLER),
            of(1010, "GET_CONTROLLER_CONFIG", CONTROLLER),
            of(1011, "CLEAN_BROKER_DATA", CONTROLLER),
            of(1012, "CONTROLLER_GET_NEXT_BROKER_ID", CONTROLLER),
            of(1013, "CONTROLLER_APPLY_BROKER_ID", CONTROLLER),
            of(1014, "BROKER_CLOSE_CHANNEL_REQUEST", CONTROLLER),
            of(1015, "CHECK_NOT_ACTIVE_BROKER_REQUEST", CONTROLLER),
            of(1016, "GET_BROKER_LIVE_INFO_REQUEST", CONTROLLER),
            of(1017, "GET_SYNC_STATE_DATA_REQUEST", CONTROLLER),
            of(1018, "RAFT_BROKER_HEART_BEAT_EVENT_REQUEST", CONTROLLER),
            of(2001, "UPDATE_COLD_DATA_FLOW_CTR_CONFIG", COLD),
            of(2002, "REMOVE_COLD_DATA_FLOW_CTR_CONFIG", COLD),
            of(2003, "GET_COLD_DATA_FLOW_CTR_INFO", COLD),
            of(2004, "SET_COMMITLOG_READ_MODE", "how far the system reads ahead in the log is left to it"),
            of(3001, "AUTH_CREATE_USER", ACCESS),
            of(3002, "AUTH_UPDATE_USER", ACCESS),
            of(3003, "AUTH_DELETE_USER", ACCESS),
            of(3004, "AUTH_GET_USER", ACCESS),
            of(3005, "AUTH_LIST_USER", ACCESS),
            of(3006, "AUTH_CREATE_ACL", ACCESS),
            of(3007, "AUTH_UPDATE_ACL", ACCESS),
            of(3008, "AUTH_DELETE_ACL", ACCESS),
            of(3009, "AUTH_GET_ACL", ACCESS),
            of(3010, "AUTH_LIST_ACL", ACCESS),
            of(5001, "SWITCH_TIMER_ENGINE", "there is one engine for delays, and nothing to switch"),
            of(200_056, "POP_ROLLBACK", ROCKSDB + "what is popped is in the log, so there is nothing to move"),
            of(200_070, "POP_LITE_MESSAGE", LITE),
            of(200_071, "LITE_SUBSCRIPTION_CTL", LITE),
            of(200_072, "ACK_LITE_MESSAGE", LITE),
            of(200_073, "NOTIFY_UNSUBSCRIBE_LITE", TO_CLIENTS),
            of(200_074, "GET_BROKER_LITE_INFO", LITE),
            of(200_075, "GET_PARENT_TOPIC_INFO", LITE),
            of(200_076, "GET_LITE_TOPIC_INFO", LITE),
            of(200_077, "GET_LITE_CLIENT_INFO", LITE),
            of(200_078, "GET_LITE_GROUP_INFO", LITE),
            of(200_079, "TRIGGER_LITE_DISPATCH", LITE)));

    private static RefusedRequest of(int code, String name, String why) {
        return new RefusedRequest(code, name, ResponseCode.REQUEST_CODE_NOT_SUPPORTED, why);
    }

    private static Map<Integer, RefusedRequest> byCode(List<RefusedRequest> all) {
        Map<Integer, RefusedRequest> byCode = new HashMap<>();
        for (RefusedRequest request : all) {
            if (byCode.put(request.code, request) != null) {
                throw new IllegalStateException("request code " + request.code + " is refused twice");
            }
        }
        return Map.copyOf(byCode);
    }

    /// Null when nothing is known of the code: somebody may serve it, or it is none of RocketMQ's.
    public static @Nullable RefusedRequest find(int code) {
        return ALL.get(code);
    }

    /// What whoever asked is told.
    public String remark() {
        return name + " (" + code + ") is refused: " + why;
    }
}
