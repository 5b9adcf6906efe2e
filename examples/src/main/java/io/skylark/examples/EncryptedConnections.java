package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/// Talks TLS to servers whose certificates this Java trusts. Argument: name servers.
public final class EncryptedConnections {
    private EncryptedConnections() {}

    public static void main(String[] arguments) throws NoSuchAlgorithmException {
        String nameServers = arguments.length == 0 ? "localhost:9876" : arguments[0];
        // region: tls
        SSLContext context = SSLContext.getDefault(); // or one that trusts your own authority
        ClientConfig config = ClientConfig.standard(nameServers)
                .withTransport(TransportConfig.STANDARD.withTls(context));
        try (SkylarkClient mq = SkylarkClient.connect(config);
                Producer producer = mq.producer("shop").build()) {
            System.out.println(producer.send(Message.of("TopicTest", "sealed")));
        } catch (UnreachableException failure) {
            System.err.println(failure.getMessage()); // also when a server does not encrypt, or is not trusted
        }
        // end
    }
}
