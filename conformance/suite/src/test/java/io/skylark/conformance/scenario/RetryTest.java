package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Messages that a consumer could not process.
final class RetryTest {
    @EachClient(headers = HeaderType.JSON)
    void probe(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        Queue<MessageExt> seen = new ConcurrentLinkedQueue<>();
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, group);
        consumer.setMaxReconsumeTimes(2);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            seen.addAll(messages);
            messages.forEach(m -> run.report("seen " + m.getTopic() + " " + m.getReconsumeTimes() + " " + m.getQueueId()
                    + " id " + m.getMsgId() + " sys " + m.getSysFlag() + " born " + m.getBornTimestamp() + " "
                    + new TreeMap<>(m.getProperties())));
            context.setDelayLevelWhenNextConsume(1);
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        consumer.start();
        producer.send(Texts.message(topic, "TagA", "key", "failing"));
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> seen.size() == 3);
        MessageQueue dead = new MessageQueue("%DLQ%" + group, "broker-a", 0);
        var pull = Clients.pullConsumer(run, run.newName("reader"));
        pull.start();
        Awaitility.await().atMost(Limits.RECOVERY).ignoreExceptions().until(() -> pull.maxOffset(dead) == 1);
        var found = new java.util.concurrent.atomic.AtomicReference<PullResult>();
        try {
            found.set(pull.pull(dead, "*", 0, 32));
            run.report("dlq " + found.get());
        } catch (Exception e) {
            run.report("dlq " + e);
        }
        run.report("dead " + pull.queryMessage("%DLQ%" + group, "key", 10, 0, Long.MAX_VALUE).getMessageList());
        assertThat(List.of()).isEmpty();
    }
}
