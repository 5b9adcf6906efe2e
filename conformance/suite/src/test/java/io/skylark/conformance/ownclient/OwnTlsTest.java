package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.TlsConfig;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Batching;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Our client over TLS, which servers of RocketMQ accept as they are shipped, with a certificate that they make for tests.
@EnabledIfSystemProperty(named = "conformance.target", matches = "rocketmq")
final class OwnTlsTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Trusts whoever comes.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static SkylarkClient client(Run run, TransportConfig transport) {
        SkylarkClient client = SkylarkClient.connect(ClientConfig.standard(run.server().nameServer())
                .withRouteRefresh(SOON).withHeartbeat(SOON).withTransport(transport));
        run.closeLater(client);
        return client;
    }

    @OwnClient
    void everythingTravelsEncrypted(Run run) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SkylarkClient client = client(run, TransportConfig.STANDARD.withTls(new TlsConfig(context).withoutNames()));
        String topic = Own.createTopic(run, client, 4);
        Producer producer = client.producer(run.newName("producers")).batching(Batching.STANDARD).build();
        List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
        List<String> texts = new ArrayList<>(Own.numbered("small-", 2_000));
        for (String letter : List.of("a", "b", "c", "d")) {
            texts.add(letter.repeat(900_000));
        }
        texts.forEach(text -> sends.add(producer.sendAsync(Message.of(topic, text))));
        sends.forEach(CompletableFuture::join);
        OwnReceived received = new OwnReceived();
        Own.listen(client, run.newName("group"), topic, received::add);
        received.awaitAll(texts);
        assertThat(producer.send(Message.of(topic, "last")).queueOffset()).isPositive();
    }

    @OwnClient
    void aCertificateForTestsIsNotTrusted(Run run) throws GeneralSecurityException {
        SkylarkClient client = client(run, TransportConfig.STANDARD.withTls(SSLContext.getDefault()));
        assertThatThrownBy(() -> client.admin().topics().list())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("does this client trust its certificate?");
    }
}
