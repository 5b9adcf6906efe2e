package io.skylark.client;

import io.skylark.client.admin.ClusterAdmin;
import io.skylark.client.admin.DeadLetterAdmin;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.MessageAdmin;
import io.skylark.client.admin.TopicAdmin;
import io.skylark.client.consumer.simple.SimpleConsumer;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.Transaction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// A call that waits for a server has a twin that does not: one more `Async` in its name, and the same parameters.
class TwinsTest {
    /// They wait for no answer; `close` is there to be waited for.
    private static final Set<String> ALONE = Set.of("group", "receipt", "flush", "sendOneway", "close");

    @ParameterizedTest
    @ValueSource(classes = {
            TopicAdmin.class, GroupAdmin.class, ClusterAdmin.class, MessageAdmin.class, DeadLetterAdmin.class,
            Producer.class, Transaction.class, SimpleConsumer.class})
    void everyCallHasATwinThatDoesNotWait(Class<?> part) throws NoSuchMethodException {
        List<Method> calls = Arrays.stream(part.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.getName().endsWith("Async"))
                .filter(method -> !ALONE.contains(method.getName()))
                .toList();
        assertThat(calls).hasSizeGreaterThan(1);
        for (Method call : calls) {
            Method twin = part.getMethod(call.getName() + "Async", call.getParameterTypes());
            assertThat(twin.getReturnType()).isEqualTo(CompletableFuture.class);
        }
    }
}
