package io.skylark.client.admin;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class AdminAsyncTest {
    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2);
    private final SkylarkClient client = cluster.client();
    private final Admin admin = client.admin();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    @Test
    void theTwinsGiveWhatTheCallsGive() {
        admin.topics().createAsync("T", 2).join();
        assertThat(cluster.broker(0).server().requests()).anyMatch(request -> request.code() == 17);
        assertThat(admin.topics().listAsync().join()).isEqualTo(admin.topics().list()).contains("T");
        assertThat(admin.cluster().brokersAsync().join()).isEqualTo(admin.cluster().brokers()).hasSize(1);
        ResetTo end = ResetTo.latest();
        assertThat(admin.groups().previewResetAsync("g", "T", end).join())
                .isEqualTo(admin.groups().previewReset("g", "T", end))
                .hasSize(2);
        assertThat(admin.messages().byKeyAsync("T", "k", 1).join()).isEmpty();
    }

    private static Throwable failureOf(CompletableFuture<?> result) {
        return result.handle((value, failure) -> failure == null ? new AssertionError("it succeeded") : failure).join();
    }

    @Test
    void aFailureEndsTheResult() {
        assertThat(failureOf(admin.topics().describeAsync("unknown"))).isInstanceOf(TopicNotFoundException.class);
        cluster.broker(0).instead(request -> Command.response(ResponseCode.SYSTEM_ERROR, "no"));
        assertThat(failureOf(admin.topics().createAsync("T", 2))).isInstanceOf(RefusedException.class);
    }

    @Test
    void whatDependsOnAResultMayAskAgainAndFewThreadsDoAll() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<SortedSet<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(admin.topics().listAsync().thenApply(topics -> {
                threads.add(Thread.currentThread().getName());
                return admin.topics().list();
            }));
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).contains("T"));
        threads.remove(Thread.currentThread().getName());
        assertThat(threads).hasSizeLessThanOrEqualTo(8).allMatch(name -> name.startsWith("skylark-client-later-"));
    }

    @Test
    void closingTheClientEndsWhatIsUnderWayAndWhatWaits() {
        cluster.broker(0).ignore(17);
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(admin.topics().createAsync("T", 2));
        }
        await().until(() -> cluster.broker(0).server().requests().stream().filter(r -> r.code() == 17).count() == 8);
        client.close();
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call::join)
                .hasCauseInstanceOf(CallAbandonedException.class));
        assertThatThrownBy(() -> admin.topics().listAsync().join()).hasMessageContaining("The client is closed");
    }
}
