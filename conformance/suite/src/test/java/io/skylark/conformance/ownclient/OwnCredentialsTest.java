package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.Credentials;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.consumer.simple.SimpleConsumer;
import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Batching;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// What our client does with brokers that let only known users in, and that its signatures do no harm elsewhere.
final class OwnCredentialsTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Credentials ROOT = new Credentials("root", "root's secret");

    private static final int CREATE_USER = 3001;
    private static final int CREATE_ACL = 3006;

    // Of RocketMQ 5.3 and newer.
    private static final String AUTHENTICATION = "authenticationEnabled=true";
    private static final String AUTHORIZATION = "authorizationEnabled=true";
    private static final String USERS = "authenticationMetadataProvider="
            + "org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider";
    private static final String ACLS = "authorizationMetadataProvider="
            + "org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider";
    private static final String FIRST_USER = "initAuthenticationUser={\"username\":\"root\",\"password\":\"root's secret\"}";
    private static final String ITSELF =
            "innerClientAuthenticationCredentials={\"accessKey\":\"root\",\"secretKey\":\"root's secret\"}";
    private static final String CHECK_SOON = "transactionTimeOut=1000";
    private static final String CHECK_OFTEN = "transactionCheckInterval=1000";

    private static SkylarkClient client(Run run, ClientConfig config) {
        SkylarkClient client = SkylarkClient.connect(config.withRouteRefresh(SOON).withHeartbeat(SOON));
        run.closeLater(client);
        return client;
    }

    private static SkylarkClient client(Run run, SerializeType headers) {
        return client(run, ClientConfig.standard(run.server().nameServer())
                .withTransport(TransportConfig.STANDARD.withHeaders(headers))
                .withCredentials(ROOT));
    }

    private static SkylarkClient client(Run run, Credentials credentials) {
        return client(run, ClientConfig.standard(run.server().nameServer()).withCredentials(credentials));
    }

    /// Skylark asks nobody who he is, and takes no notice.
    @OwnClient
    void signaturesDoNoHarmWhereNobodyAsksForThem(Run run) {
        for (SerializeType headers : SerializeType.values()) {
            everythingWorks(run, client(run, headers));
        }
    }

    @EnabledIfSystemProperty(named = "conformance.target", matches = "rocketmq")
    @OwnClient(server = Needs.OWN, config = {
        AUTHENTICATION, AUTHORIZATION, USERS, ACLS, FIRST_USER, ITSELF, CHECK_SOON, CHECK_OFTEN})
    void aKnownUserIsLetIn(Run run) {
        for (SerializeType headers : SerializeType.values()) {
            SkylarkClient client = client(run, headers);
            everythingWorks(run, client);
            isAsked(run, client);
        }
    }

    /// The broker's questions and the answers to them need no signature.
    private static void isAsked(Run run, SkylarkClient client) {
        String topic = Own.createTopic(run, client, 1);
        TransactionalProducer producer = client.producer(run.newName("tx")).buildTransactional(
                message -> TransactionDecision.COMMIT);
        producer.begin(Message.of(topic, "asked")).close();
        OwnReceived received = new OwnReceived();
        Own.listen(client, run.newName("group"), topic, received::add);
        received.awaitAll(List.of("asked"));
    }

    private static void everythingWorks(Run run, SkylarkClient client) {
        String topic = Own.createTopic(run, client, 4);
        Producer producer = client.producer(run.newName("producers")).build();
        List<String> texts = new ArrayList<>(List.of("one", "two", "three", "async", "batched", "oneway", "later"));
        producer.send(Message.of(topic, "one").withProperty("language", "中文 with blanks").withKeys("key"));
        producer.send(List.of(Message.of(topic, "two"), Message.of(topic, "three")));
        producer.sendAsync(Message.of(topic, "async")).join();
        client.producer(run.newName("producers")).batching(Batching.STANDARD).build()
                .sendAsync(Message.of(topic, "batched")).join();
        producer.sendOneway(Message.of(topic, "oneway"));
        producer.send(Message.of(topic, "later").withDelay(SOON));
        TransactionalProducer transactions = client.producer(run.newName("tx")).buildTransactional(
                message -> TransactionDecision.UNKNOWN);
        transactions.send(Message.of(topic, "committed"), receipt -> TransactionDecision.COMMIT);
        transactions.send(Message.of(topic, "not"), receipt -> TransactionDecision.ROLLBACK);
        texts.add("committed");

        String group = run.newName("group");
        OwnReceived pushed = new OwnReceived();
        Own.listen(client, group, topic, message -> {
            // What fails once comes by way of the retry topic.
            if (message.text().equals("three") && message.reconsumeTimes() == 0) {
                throw new IllegalStateException("not now");
            }
            pushed.add(message);
        });
        pushed.awaitAll(texts);
        assertThat(pushed.texts()).doesNotContain("not");
        pulls(run, client, topic, texts);
        takes(run, client, topic, texts);
        asks(run, client);
        administers(client, group, topic);
    }

    private static void pulls(Run run, SkylarkClient client, String topic, List<String> expected) {
        List<String> texts = new ArrayList<>();
        try (PullConsumer consumer = client.pullConsumer(run.newName("group")).subscribe(topic)
                .startFrom(StartFrom.FIRST).rebalancePeriod(SOON).start()) {
            Awaitility.await().atMost(Own.LIMIT).until(() -> {
                consumer.poll(SOON).forEach(message -> texts.add(message.text()));
                return texts.containsAll(expected);
            });
            consumer.commit();
        }
    }

    private static void takes(Run run, SkylarkClient client, String topic, List<String> expected) {
        List<String> texts = new ArrayList<>();
        try (SimpleConsumer consumer = client.simpleConsumer(run.newName("group")).subscribe(topic)
                .invisibleFor(Duration.ofSeconds(30)).build()) {
            Awaitility.await().atMost(Own.LIMIT).until(() -> {
                for (ReceivedMessage message : consumer.receive(16, SOON)) {
                    texts.add(message.text());
                    consumer.ack(message);
                }
                return texts.containsAll(expected);
            });
        }
    }

    private static void asks(Run run, SkylarkClient client) {
        String topic = Own.createTopic(run, client, 1);
        Producer producer = client.producer(run.newName("producers")).build();
        Own.listen(client, run.newName("group"), topic, message -> producer.reply(message, "re: " + message.text()));
        assertThat(producer.request(Message.of(topic, "question"), Own.LIMIT).text()).isEqualTo("re: question");
    }

    private static void administers(SkylarkClient client, String group, String topic) {
        Admin admin = client.admin();
        assertThat(admin.topics().list()).contains(topic);
        assertThat(admin.topics().describe(topic).queues()).hasSize(4);
        assertThat(admin.messages().byKey(topic, "key", 10)).hasSize(1);
        assertThat(admin.groups().members(group).members()).hasSize(1);
        Awaitility.await().atMost(Own.LIMIT).until(() -> admin.groups().progress(group, topic).lag() == 0);
        admin.topics().delete(topic);
    }

    @EnabledIfSystemProperty(named = "conformance.target", matches = "rocketmq")
    @OwnClient(server = Needs.OWN, config = {AUTHENTICATION, AUTHORIZATION, USERS, ACLS, FIRST_USER, ITSELF})
    void whoIsNotLetInHearsWhy(Run run) {
        SkylarkClient root = client(run, ROOT);
        String topic = Own.createTopic(run, root, 1);
        refuses(run, client(run, new Credentials("root", "a guess")), topic, "Correct the secret key of the client");
        refuses(run, client(run, new Credentials("nobody", "a guess")), topic, "Correct the access key of the client");
        refuses(run, Own.client(run), topic, "Give the client an access key and a secret key");

        String broker = root.admin().cluster().brokers().get(0).addresses().values().iterator().next();
        Credentials bob = new Credentials("bob", "bob's secret");
        administer(root, broker, CREATE_USER, "username", "bob",
                "{\"username\":\"bob\",\"password\":\"bob's secret\",\"userType\":\"Normal\"}");
        SkylarkClient client = client(run, bob);
        refuses(run, client, topic, "Grant this user what is missing");
        administer(root, broker, CREATE_ACL, "subject", "User:bob", """
                {"subject":"User:bob","policies":[{"policyType":"Custom","entries":[
                {"resource":"Topic:%s","actions":["Pub"],"decision":"Allow"}]}]}""".formatted(topic));
        Producer producer = client.producer(run.newName("producers")).build();
        Awaitility.await().atMost(Own.LIMIT).ignoreExceptions().until(() ->
                producer.send(Message.of(topic, "from bob")).queueOffset() >= 0);
        refused(() -> receive(run, client, topic), "Grant this user what is missing");
        OwnReceived received = new OwnReceived();
        Own.listen(root, run.newName("group"), topic, received::add);
        received.awaitExactly(List.of("from bob"));
    }

    private static void administer(
            SkylarkClient root, String broker, int code, String field, String value, String body) {
        root.admin().servers().demand("Letting bob in", broker, Command.request(
                code, 0, Map.of(field, value), ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static void refuses(Run run, SkylarkClient client, String topic, String nextStep) {
        Producer producer = client.producer(run.newName("producers")).build();
        refused(() -> producer.send(Message.of(topic, "no")), nextStep);
        refused(() -> producer.send(List.of(Message.of(topic, "no"), Message.of(topic, "no"))), nextStep);
        refused(() -> receive(run, client, topic), nextStep);
        refused(() -> client.admin().topics().create(run.newName("topic"), 1), nextStep);
        refused(() -> client.admin().groups().members("any"), nextStep);
    }

    private static List<ReceivedMessage> receive(Run run, SkylarkClient client, String topic) {
        try (SimpleConsumer consumer = client.simpleConsumer(run.newName("group")).subscribe(topic)
                .invisibleFor(Duration.ofSeconds(30)).build()) {
            return consumer.receive(1, SOON);
        }
    }

    private static void refused(ThrowingCallable call, String nextStep) {
        RefusedException failure = catchThrowableOfType(RefusedException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.denied()).isTrue();
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.nextStep().orElseThrow()).startsWith(nextStep);
    }
}
