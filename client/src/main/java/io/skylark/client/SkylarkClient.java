package io.skylark.client;

import io.skylark.client.admin.Admin;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.NameServerAddresses;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.pull.PullConsumerBuilder;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.consumer.push.PushConsumerBuilder;
import io.skylark.client.consumer.simple.SimpleConsumerBuilder;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.producer.ProducerBuilder;
import io.skylark.client.session.ClientSession;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// One client of a cluster, as a rule one per process: its producers and consumers share connections, routes and
/// heartbeats. Shared by all threads. Once it is closed all calls but another close throw an [IllegalStateException].
///
/// ```java
/// try (var mq = SkylarkClient.connect("localhost:9876")) {
///     mq.producer("shop").build().send(Message.of("orders", "hello"));
/// }
/// ```
public final class SkylarkClient implements AutoCloseable {
    private final ClientSession session;

    private SkylarkClient(ClientSession session) {
        this.session = session;
    }

    /// A client of the cluster that the process was told of: system property `rocketmq.namesrv.addr`, or else
    /// environment variable `NAMESRV_ADDR`, or else `localhost:9876`. Connects to nothing before it is used.
    public static SkylarkClient connect() {
        return connect(ClientConfig.standard(NameServerAddresses.discover()));
    }

    /// @param nameServers `host:port`, several separated by `;`
    public static SkylarkClient connect(String nameServers) {
        return connect(ClientConfig.standard(nameServers));
    }

    public static SkylarkClient connect(ClientConfig config) {
        return new SkylarkClient(
                new ClientSession(config, Clock.system(ZoneId.systemDefault()), RandomGenerator.getDefault()));
    }

    private ClientSession open() {
        session.checkOpen();
        return session;
    }

    /// A producer to be.
    public ProducerBuilder producer(String group) {
        return new ProducerBuilder(open(), Objects.requireNonNull(group, "group"));
    }

    /// A member of a consumer group to be.
    public PushConsumerBuilder pushConsumer(String group) {
        return new PushConsumerBuilder(open(), Objects.requireNonNull(group, "group"));
    }

    /// A member of a consumer group to be that is asked for messages.
    public PullConsumerBuilder pullConsumer(String group) {
        return new PullConsumerBuilder(open(), Objects.requireNonNull(group, "group"));
    }

    /// A consumer to be that takes messages one by one for a while and acknowledges them.
    public SimpleConsumerBuilder simpleConsumer(String group) {
        return new SimpleConsumerBuilder(open(), Objects.requireNonNull(group, "group"));
    }

    /// Reads all messages of a topic without a group.
    ///
    /// @throws SkylarkException when the topic does not exist, or nobody answers
    public TopicReader read(String topic, ReadFrom from) {
        return read(topic, Filter.all(), from);
    }

    /// Reads the messages of a topic with one of some tags, without a group.
    ///
    /// @param tags `a || b`, or `*` for all
    public TopicReader read(String topic, String tags, ReadFrom from) {
        return read(topic, Filter.parse(tags), from);
    }

    /// Reads the messages of a topic that fit, without a group.
    public TopicReader read(String topic, Filter filter, ReadFrom from) {
        return new TopicReader(open(), topic, filter, from);
    }

    /// Looks at the cluster and changes it.
    public Admin admin() {
        return new Admin(open());
    }

    /// Closes the producers and consumers of this client, the youngest first, then its connections.
    ///
    /// @throws IllegalStateException on a thread that brings results, as in a completion of an asynchronous send: it would
    ///     wait for itself; nothing is closed
    @Override
    public void close() {
        session.close();
    }
}
