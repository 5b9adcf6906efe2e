package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.DelayedMessages;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.OpenTransactions;
import io.skylark.protocol.api.RecallMessage;
import io.skylark.protocol.api.ResumeCheck;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// What no consumer sees yet, listed by a whole broker.
@Timeout(60)
class WaitingListTest {
    @TempDir
    Path folder;

    private final Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(
                Storage.open(folder, LogConfig.dev(), () -> now), BrokerConfig.standard("broker-a", 0), () -> now);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void delay(String topic, String id, Duration delay) {
        send(client, topic, 0, "body of " + id,
                "TIMER_DELAY_MS\u0001" + delay.toMillis() + "\u0002UNIQ_KEY\u0001" + id + "\u0002KEYS\u0001k-" + id
                        + "\u0002TAGS\u0001red\u0002");
    }

    private List<String> delayed(@Nullable String topic, @Nullable String id, long from, int each) {
        List<String> ids = new ArrayList<>();
        DelayedMessages.Place next = new DelayedMessages.Place(from, 0);
        while (next != null) {
            DelayedMessages.Page page = page(
                    new DelayedMessages.Request(topic, id, next.due(), next.position(), each));
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(each);
            page.messages().forEach(row -> ids.add(row.messageId()));
            next = page.next();
        }
        return ids;
    }

    private DelayedMessages.Page page(DelayedMessages.Request request) {
        Command answer = ask(client, DelayedMessages.API.request(request));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), DelayedMessages.Page.class);
    }

    @Test
    void listsDelayedMessagesInTheOrderInWhichTheyAreDue() {
        for (int i = 9; i > 0; i--) {
            delay(i % 2 == 0 ? "Even" : "Odd", "U" + i, Duration.ofMinutes(i));
        }
        assertThat(delayed(null, null, 0, 2)).containsExactly("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9");
        assertThat(delayed("Even", null, 0, 3)).containsExactly("U2", "U4", "U6", "U8");
        assertThat(delayed("Odd", "U5", 0, 1)).containsExactly("U5");
        assertThat(delayed("Even", "U5", 0, 1)).isEmpty();
        assertThat(delayed(null, null, now.plus(Duration.ofMinutes(8)).toEpochMilli(), 100))
                .as("due in 8 minutes or later").containsExactly("U8", "U9");
    }

    @Test
    void tellsWhatADelayedMessageIsAndWithWhatItIsTakenBack() {
        delay("T", "U1", Duration.ofMinutes(3));
        DelayedMessages.Page page = page(new DelayedMessages.Request(null, null, 0, 0, 10));
        assertThat(page.next()).isNull();
        DelayedMessages.Waiting row = page.messages().getFirst();
        String handle = Objects.requireNonNull(row.recallHandle());
        assertThat(row).isEqualTo(new DelayedMessages.Waiting(
                "U1", "T", 0, now.plus(Duration.ofMinutes(3)).toEpochMilli(), now.toEpochMilli(), "k-U1", "red",
                "body of U1".length(), handle));
        assertThat(ask(client, RecallMessage.API.request(new RecallMessage.Request(null, "T", handle))).code()).isZero();
        assertThat(delayed(null, null, 0, 10)).isEmpty();
    }

    @Test
    void saysThatARetryCannotBeTakenBack() {
        send(client, "%RETRY%g", 0, "x", "DELAY\u00015\u0002UNIQ_KEY\u0001U1\u0002");
        assertThat(page(new DelayedMessages.Request("%RETRY%g", null, 0, 0, 10)).messages())
                .singleElement()
                .satisfies(row -> assertThat(row.recallHandle()).isNull());
    }

    private OpenTransactions.Page transactions(@Nullable String topic, long from, int each) {
        Command answer = ask(client, OpenTransactions.API.request(new OpenTransactions.Request(topic, from, each)));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), OpenTransactions.Page.class);
    }

    @Test
    void listsOpenTransactionsOldestFirst() {
        TransactionClient producer = new TransactionClient(broker, client);
        TransactionClient.Sent first = producer.send("T", "K1", "KEYS\u0001k\u0002");
        producer.send("Other", "K2", "");
        TransactionClient.Sent third = producer.send("T", "K3", "");
        OpenTransactions.Page page = transactions("T", 0, 1);
        assertThat(page.transactions()).singleElement().satisfies(row -> {
            assertThat(List.of(row.messageId(), row.topic(), row.producerGroup(), row.keys()))
                    .containsExactly("K1", "T", TransactionClient.GROUP, "k");
            assertThat(row.begun()).isEqualTo(now.toEpochMilli());
            assertThat(row.checks()).isZero();
            assertThat(ask(client, ResumeCheck.API.request(new ResumeCheck.Request(null, row.id()))).code()).isZero();
        });
        OpenTransactions.Place next = Objects.requireNonNull(page.next());
        assertThat(next.position()).isGreaterThan(first.position());
        page = transactions("T", next.position(), 10);
        assertThat(page.transactions()).extracting(OpenTransactions.Open::messageId).containsExactly("K3");
        assertThat(page.next()).isNull();
        producer.end(third, EndTransaction.ROLLBACK);
        assertThat(transactions(null, 0, 10).transactions())
                .extracting(OpenTransactions.Open::messageId).containsExactly("K1", "K2");
    }
}
