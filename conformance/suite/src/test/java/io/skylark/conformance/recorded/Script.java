package io.skylark.conformance.recorded;

import java.util.ArrayList;
import java.util.List;

/// Requests in an order: what comes later counts on what came before.
final class Script {
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;
    private static final String TOPIC = "Differential";
    private static final String GROUP = "differential-group";
    private static final String LONG_NAME = "x".repeat(130);

    private final List<Step> steps = new ArrayList<>();

    static List<Step> all() {
        Script script = new Script();
        script.topics();
        script.sends();
        script.pulls();
        script.offsets();
        script.members();
        script.retries();
        script.transactions();
        script.queries();
        script.others();
        return script.steps;
    }

    private void add(Step step) {
        steps.add(step);
    }

    private static Step topic(String name, String topic) {
        return Step.broker(name, 17, "topic", topic, "defaultTopic", "TBW102", "readQueueNums", "2", "writeQueueNums", "2",
                "perm", "6", "topicFilterType", "SINGLE_TAG", "topicSysFlag", "0", "order", "false");
    }

    private void topics() {
        add(topic("topic.create", TOPIC));
        add(topic("topic.create-again", TOPIC));
        add(topic("topic.blank", ""));
        add(topic("topic.illegal", "no spaces"));
        add(topic("topic.too-long", LONG_NAME));
        add(topic("topic.system", "SCHEDULE_TOPIC_XXXX"));
        add(topic("topic.bad-attribute", "Attributes").with("attributes", "nothing"));
        add(topic("topic.unknown-attribute", "Attributes").with("attributes", "+nothing=1"));
        add(Step.nameServer("route.unknown", 105, "topic", "NeverHeardOf"));
        add(Step.broker("group.create", 200).body("{\"groupName\":\"" + GROUP + "\",\"consumeEnable\":true,"
                + "\"consumeFromMinEnable\":true,\"consumeBroadcastEnable\":true,\"retryQueueNums\":1,\"retryMaxTimes\":16,"
                + "\"brokerId\":0,\"whichBrokerWhenConsumeSlowly\":1,\"notifyConsumerIdsChangedEnable\":true}"));
    }

    private static Step send(String name, String topic) {
        return Step.broker(name, 10, "producerGroup", "pg", "topic", topic, "defaultTopic", "TBW102",
                "defaultTopicQueueNums", "4", "queueId", "0", "sysFlag", "0", "bornTimestamp", "1700000000000", "flag", "0",
                "properties", "", "reconsumeTimes", "0", "unitMode", "false", "batch", "false").body("hello");
    }

    private static String properties(String... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(namesAndValues[i]).append("\\u0001").append(namesAndValues[i + 1]).append("\\u0002");
        }
        return text.toString();
    }

    private void sends() {
        add(send("send.first", TOPIC).with("properties", properties("UNIQ_KEY", "U1", "KEYS", "k1 k2", "TAGS", "a")));
        add(send("send.second", TOPIC).with("properties", properties("UNIQ_KEY", "U2", "TAGS", "b", "n", "7")));
        add(send("send.third", TOPIC).with("properties", properties("UNIQ_KEY", "U3", "TAGS", "a", "n", "9")));
        add(send("send.queue-too-high", TOPIC).with("queueId", "2"));
        add(send("send.topic-blank", ""));
        add(send("send.topic-illegal", "no spaces"));
        add(send("send.topic-too-long", LONG_NAME));
        add(send("send.system-topic", "SCHEDULE_TOPIC_XXXX"));
        add(send("send.no-template", "NoTemplate").with("defaultTopic", "NoSuchTemplate"));
        add(send("send.auto-create", "AutoCreated"));
        add(send("send.too-large", TOPIC).body(new byte[MAX_BODY_BYTES + 1]));
        add(send("send.empty", TOPIC).body(new byte[0]).with("queueId", "1"));
        add(send("send.without-topic", TOPIC).without("topic"));
        add(send("send.queue-no-number", TOPIC).with("queueId", "x"));
        add(send("send.retry-topic-exhausted", "%RETRY%" + GROUP).with("reconsumeTimes", "17"));
    }

    private static Step pull(String name, int queueId, long offset) {
        return Step.broker(name, 11, "consumerGroup", GROUP, "topic", TOPIC, "queueId", Integer.toString(queueId),
                "queueOffset", Long.toString(offset), "maxMsgNums", "32", "sysFlag", "4", "commitOffset", "0",
                "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0", "expressionType", "TAG");
    }

    private void pulls() {
        add(pull("pull.all", 0, 0));
        add(pull("pull.one", 0, 2).with("maxMsgNums", "1"));
        add(pull("pull.at-the-end", 0, 3));
        add(pull("pull.behind-the-end", 0, 30));
        add(pull("pull.negative", 0, -1));
        add(pull("pull.queue-too-high", 2, 0));
        add(pull("pull.queue-negative", -1, 0));
        add(pull("pull.unknown-topic", 0, 0).with("topic", "NeverHeardOf"));
        add(pull("pull.tag-a", 0, 0).with("subscription", "a"));
        add(pull("pull.tag-none", 0, 0).with("subscription", "zzz"));
        add(pull("pull.tags", 0, 0).with("subscription", "a || b"));
        add(pull("pull.sql", 0, 0).with("subscription", "n > 8").with("expressionType", "SQL92"));
        add(pull("pull.sql-broken", 0, 0).with("subscription", "n >").with("expressionType", "SQL92"));
        add(pull("pull.not-a-member", 0, 0).with("sysFlag", "0"));
        add(pull("pull.empty-queue-of-auto-created", 1, 0).with("topic", "AutoCreated"));
        add(pull("pull.max-zero", 0, 0).with("maxMsgNums", "0"));
    }

    private void offsets() {
        String[] queue = {"consumerGroup", GROUP, "topic", TOPIC, "queueId", "0"};
        add(Step.broker("offset.none", 14, queue).with("consumerGroup", "group-without"));
        add(Step.broker("offset.none-but-zero-not-set", 14, queue)
                .with("consumerGroup", "group-without").with("setZeroIfNotFound", "false"));
        add(Step.broker("offset.store", 15, queue).with("commitOffset", "2"));
        add(Step.broker("offset.stored", 14, queue));
        add(Step.broker("offset.store-unknown-topic", 15, queue).with("topic", "NeverHeardOf").with("commitOffset", "1"));
        add(Step.broker("offset.store-unknown-group", 15, queue).with("consumerGroup", "stranger")
                .with("commitOffset", "1"));
        add(Step.broker("offset.store-without-offset", 15, queue));
        add(Step.broker("offset.max", 30, "topic", TOPIC, "queueId", "0"));
        add(Step.broker("offset.max-unknown", 30, "topic", "NeverHeardOf", "queueId", "0"));
        add(Step.broker("offset.min", 31, "topic", TOPIC, "queueId", "0"));
        add(Step.broker("offset.earliest-empty", 32, "topic", "AutoCreated", "queueId", "3"));
        add(Step.broker("offset.by-time-early", 29, "topic", TOPIC, "queueId", "0", "timestamp", "1000"));
        add(Step.broker("offset.by-time-late", 29, "topic", TOPIC, "queueId", "0", "timestamp", "9000000000000"));
    }

    private void members() {
        add(Step.broker("members.unknown-group", 38, "consumerGroup", "stranger"));
        add(Step.broker("heartbeat", 34).body("{\"clientID\":\"c1\",\"consumerDataSet\":[{\"consumeFromWhere\":"
                + "\"CONSUME_FROM_FIRST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"" + GROUP
                + "\",\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{\"classFilterMode\":false,\"codeSet\":[],"
                + "\"expressionType\":\"TAG\",\"subString\":\"*\",\"subVersion\":1,\"tagsSet\":[],\"topic\":\"" + TOPIC
                + "\"}],\"unitMode\":false}],\"heartbeatFingerprint\":0,\"producerDataSet\":[{\"groupName\":\"pg\"}],"
                + "\"withoutSub\":false}"));
        add(Step.broker("members.known", 38, "consumerGroup", GROUP));
        add(pull("pull.as-a-member", 0, 0).with("sysFlag", "0").with("subVersion", "1"));
        add(pull("pull.newer-than-the-heartbeat", 0, 0).with("sysFlag", "0").with("subVersion", "2"));
        add(pull("pull.topic-not-subscribed", 0, 0).with("sysFlag", "0").with("topic", "AutoCreated"));
        String queue = "\"mqSet\":[{\"brokerName\":\"broker-a\",\"queueId\":0,\"topic\":\"" + TOPIC + "\"}]}";
        add(Step.broker("lock", 41).body("{\"clientId\":\"c1\",\"consumerGroup\":\"" + GROUP + "\"," + queue));
        add(Step.broker("lock.taken", 41).body("{\"clientId\":\"c2\",\"consumerGroup\":\"" + GROUP + "\"," + queue));
        add(Step.broker("unlock", 42).body("{\"clientId\":\"c1\",\"consumerGroup\":\"" + GROUP + "\"," + queue));
        add(Step.broker("check-config.tags", 46).body(checkConfig("TAG", "a || b")));
        add(Step.broker("check-config.sql", 46).body(checkConfig("SQL92", "a > 1 AND b IS NOT NULL")));
        add(Step.broker("check-config.sql-broken", 46).body(checkConfig("SQL92", "a >")));
        add(Step.broker("unregister", 35, "clientID", "c1", "consumerGroup", GROUP, "producerGroup", "pg"));
        add(Step.broker("members.gone", 38, "consumerGroup", GROUP));
    }

    private static String checkConfig(String type, String expression) {
        return "{\"clientId\":\"c1\",\"group\":\"" + GROUP + "\",\"namespace\":\"\",\"subscriptionData\":{"
                + "\"classFilterMode\":false,\"codeSet\":[],\"expressionType\":\"" + type + "\",\"subString\":\"" + expression
                + "\",\"subVersion\":1,\"tagsSet\":[],\"topic\":\"" + TOPIC + "\"}}";
    }

    private void retries() {
        Step back = Step.broker("retry", 36, "offset", "0", "group", GROUP, "delayLevel", "0", "originMsgId", "U1",
                "originTopic", TOPIC, "unitMode", "false", "maxReconsumeTimes", "16");
        add(new Step("retry.no-such-message", true, 36, back.with("offset", "77777777").fields(), new byte[0]));
        add(send("delay.level", TOPIC).with("properties", properties("UNIQ_KEY", "D1", "DELAY", "18")));
        add(send("delay.level-too-high", TOPIC).with("properties", properties("UNIQ_KEY", "D2", "DELAY", "99")));
        add(send("timer.too-far", TOPIC).with("properties", properties("UNIQ_KEY", "D3", "TIMER_DELAY_SEC", "99999999")));
        add(Step.broker("recall.no-handle", 370, "producerGroup", "pg", "topic", TOPIC, "recallHandle", "nonsense"));
    }

    private void transactions() {
        Step end = Step.broker("end", 37, "topic", TOPIC, "producerGroup", "pg", "tranStateTableOffset", "0", "commitLogOffset",
                "77777777", "commitOrRollback", "8", "fromTransactionCheck", "false", "msgId", "U1", "transactionId", "U1");
        add(new Step("end-transaction.no-such-half", true, 37, end.fields(), new byte[0]));
        add(new Step("end-transaction.rollback-no-such-half", true, 37, end.with("commitOrRollback", "12").fields(),
                new byte[0]));
    }

    private void queries() {
        add(Step.broker("view.nothing-there", 33, "offset", "77777777"));
        add(Step.broker("query.by-key", 12, "topic", TOPIC, "key", "k1", "maxNum", "10", "beginTimestamp", "0",
                "endTimestamp", "9000000000000"));
        add(Step.broker("query.by-unique-key", 12, "topic", TOPIC, "key", "U2", "maxNum", "10", "beginTimestamp", "0",
                "endTimestamp", "9000000000000", "_UNIQUE_KEY_QUERY", "true"));
        add(Step.broker("query.nothing", 12, "topic", TOPIC, "key", "zzz", "maxNum", "10", "beginTimestamp", "0",
                "endTimestamp", "9000000000000"));
    }

    private void others() {
        add(Step.broker("reply.nobody-waits", 324, "producerGroup", "pg", "topic", "DefaultCluster_REPLY_TOPIC", "defaultTopic",
                "TBW102", "defaultTopicQueueNums", "4", "queueId", "0", "sysFlag", "0", "bornTimestamp", "1700000000000",
                "flag", "0", "properties", properties("MSG_TYPE", "reply", "CORRELATION_ID", "c", "REPLY_TO_CLIENT", "nobody",
                        "TTL", "3000"), "reconsumeTimes", "0", "unitMode", "false", "batch", "false").body("answer"));
        Step pop = Step.broker("pop", 200050, "consumerGroup", GROUP, "topic", TOPIC, "queueId", "-1", "maxMsgNums", "32",
                "invisibleTime", "10000", "pollTime", "0", "bornTime", "0", "initMode", "0", "expType", "TAG", "exp", "*",
                "order", "false");
        add(new Step("pop.too-many", true, 200050, pop.with("maxMsgNums", "33").fields(), new byte[0]));
        add(new Step("pop.queue-too-high", true, 200050, pop.with("queueId", "9").fields(), new byte[0]));
        add(new Step("pop.unknown-topic", true, 200050, pop.with("topic", "NeverHeardOf").fields(), new byte[0]));
        add(Step.broker("ack.out-of-range", 200051, "consumerGroup", GROUP, "topic", TOPIC, "queueId", "0", "extraInfo",
                "0 1700000000000 60000 0 0 broker-a 0 99", "offset", "99"));
        add(Step.broker("assignment.query", 400).body("{\"topic\":\"" + TOPIC + "\",\"consumerGroup\":\"" + GROUP
                + "\",\"clientId\":\"c1\",\"strategyName\":\"AVG\",\"messageModel\":\"CLUSTERING\"}"));
        add(Step.broker("unknown-code", 9_999));
        add(Step.nameServer("namesrv.unknown-code", 9_999));
        add(Step.broker("topic.delete", 215, "topic", TOPIC));
        add(pull("pull.deleted-topic", 0, 0));
    }
}
