package io.skylark.client.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntroductionsTest {
    @Test
    void oneFailureToTellHoldsUpNobodyWhoComesLater() {
        AtomicInteger told = new AtomicInteger();
        Introductions introductions = new Introductions(server -> false, server -> {
            if (told.incrementAndGet() == 1) {
                throw new LinkageError("thrown by the test");
            }
            return CompletableFuture.completedFuture(null);
        });
        assertThatThrownBy(introductions.to("b:1")::join).hasCauseInstanceOf(LinkageError.class);
        assertThat(introductions.to("b:1")).isCompleted();
        assertThat(told).hasValue(2);
    }
}
