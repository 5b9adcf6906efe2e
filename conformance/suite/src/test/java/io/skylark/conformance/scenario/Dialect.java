package io.skylark.conformance.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.client.MQAdmin;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;

/// The calls that differ between the client versions: made by name, not by signature.
final class Dialect {
    private Dialect() {
    }

    /// `createTopic(key, topic, queues)`; 5.x takes a map of attributes too.
    static void createTopic(MQAdmin admin, String template, String topic, int queues) throws Exception {
        boolean attributes = Arrays.stream(MQAdmin.class.getMethods())
                .anyMatch(method -> method.getName().equals("createTopic")
                        && Arrays.equals(method.getParameterTypes(),
                                new Class<?>[] {String.class, String.class, int.class, Map.class}));
        if (attributes) {
            call(MQAdmin.class.getMethod("createTopic", String.class, String.class, int.class, Map.class), admin,
                    template, topic, queues, Map.of());
        } else {
            call(MQAdmin.class.getMethod("createTopic", String.class, String.class, int.class), admin,
                    template, topic, queues);
        }
    }

    /// `setMessageModel(BROADCASTING)`; the enumeration moved to another package in 5.x.
    static void broadcast(DefaultMQPushConsumer consumer) throws Exception {
        Method setter = Arrays.stream(DefaultMQPushConsumer.class.getMethods())
                .filter(method -> method.getName().equals("setMessageModel")).findFirst().orElseThrow();
        Object broadcasting = Arrays.stream(setter.getParameterTypes()[0].getEnumConstants())
                .filter(constant -> constant.toString().equals("BROADCASTING")).findFirst().orElseThrow();
        call(setter, consumer, broadcasting);
    }

    /// `recallMessage(topic, handle)`; empty when the client does not know it, or the server gave no handle.
    static Optional<String> recall(DefaultMQProducer producer, String topic, SendResult sent) throws Exception {
        Optional<Method> handle = method(SendResult.class, "getRecallHandle");
        Optional<Method> recall = method(DefaultMQProducer.class, "recallMessage");
        Object value = handle.isPresent() ? handle.get().invoke(sent) : null;
        return recall.isEmpty() || value == null
                ? Optional.empty()
                : Optional.of((String) recall.get().invoke(producer, topic, value));
    }

    private static Optional<Method> method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods()).filter(method -> method.getName().equals(name)).findFirst();
    }

    private static void call(Method method, Object target, Object... arguments) throws Exception {
        try {
            method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
