package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// What the broker reads of a message's properties when it is sent, and what it adds to them.
final class SendProperties {
    /// Properties of features that are not there yet: storing such a message as a plain one would deliver it too early.
    private static final String[] REFUSED = {
        PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS
    };

    private static final int UNIQUE_KEY_BYTES = 16;

    private final String cluster;
    private final String region;
    private final String traceOn;

    /// @param uniqueKey the client's id of the message, or ours when it sent none
    record Checked(String uniqueKey, byte[] encoded) {}

    SendProperties(BrokerConfig config) {
        cluster = config.clusterName();
        region = config.regionId();
        traceOn = Boolean.toString(config.traceOn());
    }

    Checked check(String text) {
        Map<String, String> properties = Properties.decode(text);
        for (String refused : REFUSED) {
            if (properties.containsKey(refused)) {
                throw new RequestFailure(
                        ResponseCode.MESSAGE_ILLEGAL,
                        "delayed messages are not supported by this version: property " + refused + " is set");
            }
        }
        if (Boolean.parseBoolean(properties.get(PropertyNames.TRANSACTION_PREPARED))) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "transaction messages are not supported by this version");
        }
        properties.remove(PropertyNames.POP_CHECKPOINT);
        String uniqueKey = properties.computeIfAbsent(PropertyNames.UNIQUE_KEY, name -> newUniqueKey());
        properties.put(PropertyNames.REGION, region);
        properties.put(PropertyNames.TRACE_ON, traceOn);
        properties.put(PropertyNames.CLUSTER, cluster);
        return new Checked(uniqueKey, Properties.encode(properties).getBytes(StandardCharsets.UTF_8));
    }

    private static String newUniqueKey() {
        byte[] bytes = new byte[UNIQUE_KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
