package io.skylark.broker;

import io.skylark.broker.TransactionClient.Sent;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.EndTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Many open transactions, and a restart.
@Timeout(120)
class OpenTransactionsTest {
    private static final int COUNT = 10_000;

    @TempDir
    Path folder;

    @Test
    void tenThousandOutliveARestart() throws IOException {
        List<Sent> halves;
        try (RunningBroker broker = new RunningBroker(folder)) {
            RunningBroker.send(broker.connect(), "T", 0, "the first makes the topic");
            halves = send(broker.connect());
        }
        long begin = System.nanoTime();
        try (RunningBroker broker = new RunningBroker(folder)) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            System.out.println("OpenTransactionsTest: a broker with " + COUNT + " open transactions starts in " + millis
                    + " ms");
            assertThat(broker.openTransactions()).isEqualTo(COUNT);
            TransactionClient client = new TransactionClient(broker, broker.connect());
            assertThat(client.end(halves.getLast(), EndTransaction.COMMIT).code()).isZero();
            assertThat(client.read("T", 1)).hasSize(1);
        }
    }

    private static List<Sent> send(Connection connection) {
        String filler = "F\u0001" + "x".repeat(900) + "\u0002";
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            answers.add(connection.call(TransactionClient.half("T", "K" + i, filler), RunningBroker.LIMIT));
            if (i % 500 == 0) {
                RunningBroker.get(answers.getLast());
            }
        }
        return answers.stream().map(answer -> TransactionClient.sent(RunningBroker.get(answer))).toList();
    }
}
