package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.session.ClientConfig;
import io.skylark.client.transport.Credentials;

/// Talks to brokers that let only known users in. Arguments: name servers, access key, secret key.
public final class SignedRequests {
    private SignedRequests() {}

    public static void main(String[] arguments) {
        if (arguments.length != 3) {
            System.err.println("usage: SignedRequests NAME-SERVERS ACCESS-KEY SECRET-KEY");
            return;
        }
        String nameServers = arguments[0];
        String accessKey = arguments[1];
        String secretKey = arguments[2];
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
