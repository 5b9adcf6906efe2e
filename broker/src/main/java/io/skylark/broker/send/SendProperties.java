package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// What the broker reads of a message's properties when it is sent, and what it adds to them.
final class SendProperties {
    /// A batch is stored in one entry, where all its messages are seen at once.
    private static final List<String> NOT_IN_A_BATCH = List.of(
            PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    private static final int UNIQUE_KEY_BYTES = 16;

    private final String cluster;
    private final String region;
    private final String traceOn;

    /// @param uniqueKey the client's id of the message, or ours when it sent none
    record Checked(String uniqueKey, Map<String, String> properties, byte[] encoded) {}

    SendProperties(BrokerConfig config) {
        cluster = config.clusterName();
        region = config.regionId();
        traceOn = Boolean.toString(config.traceOn());
    }

    Checked check(String text) {
        return check(Properties.decode(text));
    }

    Checked checkInBatch(String text) {
        Map<String, String> properties = Properties.decode(text);
        for (String refused : NOT_IN_A_BATCH) {
            if (properties.containsKey(refused)) {
                throw notInABatch(refused);
            }
        }
        if (Boolean.parseBoolean(properties.get(PropertyNames.TRANSACTION_PREPARED))) {
            throw notInABatch(PropertyNames.TRANSACTION_PREPARED);
        }
        return check(properties);
    }

    private static RequestFailure notInABatch(String property) {
        return new RequestFailure(
                ResponseCode.MESSAGE_ILLEGAL,
                "delayed and transaction messages cannot be sent in a batch: property " + property + " is set");
    }

    private Checked check(Map<String, String> properties) {
        properties.remove(PropertyNames.POP_CHECKPOINT);
        String uniqueKey = properties.computeIfAbsent(PropertyNames.UNIQUE_KEY, name -> newUniqueKey());
        properties.put(PropertyNames.REGION, region);
        properties.put(PropertyNames.TRACE_ON, traceOn);
        properties.put(PropertyNames.CLUSTER, cluster);
        return new Checked(uniqueKey, properties, Properties.encode(properties).getBytes(StandardCharsets.UTF_8));
    }

    private static String newUniqueKey() {
        byte[] bytes = new byte[UNIQUE_KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
