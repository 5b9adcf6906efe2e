package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.Credentials;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// Talks to brokers that let only known users in. Arguments: name servers, access key, secret key; without them those of
/// RocketMQ's example.
public final class SignedRequests {
    private SignedRequests() {}

    public static void main(String[] arguments) {
        String nameServers = arguments.length > 0 ? arguments[0] : "localhost:9876";
        String accessKey = arguments.length > 1 ? arguments[1] : "RocketMQ";
        String secretKey = arguments.length > 2 ? arguments[2] : "1234567";
        // region: credentials
        ClientConfig config = ClientConfig.standard(nameServers)
                .withCredentials(new Credentials(accessKey, secretKey));
        try (SkylarkClient mq = SkylarkClient.connect(config);
                Producer producer = mq.producer("shop").build()) {
            System.out.println(producer.send(Message.of("TopicTest", "from a known user")));
        }
        // end
    }
}
