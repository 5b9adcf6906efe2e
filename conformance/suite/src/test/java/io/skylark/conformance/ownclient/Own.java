package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.conformance.Run;
import io.skylark.protocol.SerializeType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Clients of ours that are closed with the run, and what they are used with.
public final class Own {
    /// How long scenarios wait for what must happen; far above what it takes.
    public static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration SOON = Duration.ofSeconds(1);

    private Own() {
    }

    /// A client that hears of new routes and other members soon.
    public static SkylarkClient client(Run run) {
        return client(run, run.server().nameServer());
    }

    /// A client of a name server other than the run's own.
    public static SkylarkClient client(Run run, String nameServer) {
        SkylarkClient client = SkylarkClient.connect(
                ClientConfig.standard(nameServer).withRouteRefresh(SOON).withHeartbeat(SOON));
        run.closeLater(client);
        return client;
    }

    /// A client that loses patience soon, for a network that is disturbed.
    static SkylarkClient impatient(Run run, String nameServer) {
        SkylarkClient client = SkylarkClient.connect(ClientConfig.standard(nameServer)
                .withRouteRefresh(SOON).withHeartbeat(SOON).withRequestTimeout(SOON)
                .withTransport(new TransportConfig(SOON, SOON, 65_535, SerializeType.JSON)));
        run.closeLater(client);
        return client;
    }

    /// A new topic that clients can already find.
    public static String createTopic(Run run, SkylarkClient client, int queues) {
        String topic = run.newName("topic");
        Awaitility.await("topic " + topic).atMost(LIMIT).ignoreExceptions().until(() -> {
            client.admin().topics().create(topic, queues);
            return true;
        });
        Awaitility.await("route of " + topic).atMost(LIMIT).ignoreExceptions()
                .until(() -> client.admin().topics().list().contains(topic));
        return topic;
    }

    /// Starts a consumer that begins at the first message, in a client of its own.
    public static OwnReceived consume(Run run, String group, String topic) {
        OwnReceived received = new OwnReceived();
        listen(client(run), group, topic, received::add);
        return received;
    }

    /// The same with a listener; what it throws makes the message come again.
    public static void listen(SkylarkClient client, String group, String topic, Consumer<ReceivedMessage> listener) {
        client.pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).threads(4).rebalancePeriod(SOON)
                .onMessage(message -> {
                    listener.accept(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
    }

    /// `<prefix>0` to `<prefix><count - 1>`.
    public static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
