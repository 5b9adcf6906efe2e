package io.skylark.broker;

import io.skylark.broker.TransactionClient.Sent;
import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.TransactionConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.store.Storage;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.EndTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/// One random history of half messages, decisions (late, repeated, contradicting, two at a time), restarts and power cuts,
/// and what must hold at its end.
final class TransactionModel {
    private static final int STEPS = 120;
    private static final LogConfig CONFIG = new LogConfig(
            1 << 15, 1 << 13, 1 << 20, 1 << 13, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 1 << 18,
            LogConfig.dev().reserve());
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /// What the history did with one transaction.
    private static final class Transaction {
        private final String key;
        private final CompletableFuture<Command> sending;
        private final List<CompletableFuture<Command>> commits = new ArrayList<>();
        private final List<CompletableFuture<Command>> rollbacks = new ArrayList<>();

        private Transaction(String key, CompletableFuture<Command> sending) {
            this.key = key;
            this.sending = sending;
        }

        private boolean isSent() {
            return succeeded(sending);
        }

        private Sent sent() {
            return TransactionClient.sent(sending.join());
        }
    }

    private final Random random;
    private final BrokerConfig config;
    private final List<Transaction> transactions = new ArrayList<>();
    private FaultyDisk disk;
    private RunningBroker broker;
    private TransactionClient client;

    TransactionModel(long seed) {
        random = new Random(seed);
        disk = new FaultyDisk(seed);
        config = BrokerConfig.standard("broker-a", 0).withTransactions(
                new TransactionConfig(Duration.ofSeconds(6), Duration.ofHours(1), 3, 1_000, false));
        broker = started();
        client = new TransactionClient(broker, broker.connect());
        RunningBroker.send(client.connection(), "T", 0, "the first makes the topic");
    }

    private RunningBroker started() {
        try {
            return new RunningBroker(
                    Storage.open(disk, CONFIG, () -> NOW, new Random(random.nextLong())), config, () -> NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return how many transactions were committed
    int run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(100));
            }
            restart();
            decideTheRest();
            return judge();
        } finally {
            broker.close();
        }
    }

    private void step(int choice) {
        if (choice < 40) {
            String key = "K" + transactions.size();
            String filler = "F\u0001" + "x".repeat(random.nextInt(600) + 1) + "\u0002";
            transactions.add(new Transaction(key, call(TransactionClient.half("T", key, filler))));
        } else if (choice < 90) {
            decide();
        } else if (choice < 93) {
            powerCut();
        } else if (choice < 95) {
            restart();
        } else {
            transactions.forEach(transaction -> settle(transaction.sending));
        }
    }

    private void decide() {
        List<Transaction> sent = transactions.stream().filter(Transaction::isSent).toList();
        if (sent.isEmpty()) {
            return;
        }
        // mostly young ones, sometimes those that have long ended
        int from = random.nextInt(4) == 0 ? 0 : Math.max(0, sent.size() - 8);
        Transaction one = sent.get(from + random.nextInt(sent.size() - from));
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            boolean commit = random.nextInt(3) > 0;
            (commit ? one.commits : one.rollbacks).add(call(TransactionClient.ending(
                    one.sent(), commit ? EndTransaction.COMMIT : EndTransaction.ROLLBACK)));
        }
    }

    private CompletableFuture<Command> call(Command request) {
        return client.connection().call(request, RunningBroker.LIMIT);
    }

    /// What was answered before counts; what was not may have happened or not.
    private void powerCut() {
        if (random.nextBoolean()) {
            allCalls().forEach(TransactionModel::settle);
        }
        List<CompletableFuture<Command>> open = allCalls().stream().filter(call -> !call.isDone()).toList();
        open.forEach(call -> call.completeExceptionally(new IOException("the power failed")));
        FaultyDisk after = disk.crash();
        broker.close();
        disk = after;
        reconnect();
    }

    private void restart() {
        allCalls().forEach(TransactionModel::settle);
        broker.close();
        reconnect();
    }

    private void reconnect() {
        broker = started();
        client = new TransactionClient(broker, broker.connect());
    }

    private List<CompletableFuture<Command>> allCalls() {
        List<CompletableFuture<Command>> all = new ArrayList<>();
        for (Transaction transaction : transactions) {
            all.add(transaction.sending);
            all.addAll(transaction.commits);
            all.addAll(transaction.rollbacks);
        }
        return all;
    }

    private static void settle(CompletableFuture<Command> call) {
        RunningBroker.get(call.handle((answer, failure) -> answer));
    }

    private static boolean succeeded(CompletableFuture<Command> call) {
        return call.isDone() && !call.isCompletedExceptionally() && call.join().code() == ResponseCode.SUCCESS;
    }

    private static boolean anySucceeded(List<CompletableFuture<Command>> calls) {
        return calls.stream().anyMatch(TransactionModel::succeeded);
    }

    /// Every half message that was acknowledged is there to be committed, or has ended.
    private void decideTheRest() {
        for (Transaction transaction : transactions) {
            if (!transaction.isSent()) {
                continue;
            }
            CompletableFuture<Command> commit = call(TransactionClient.ending(transaction.sent(), EndTransaction.COMMIT));
            settle(commit);
            if (transaction.commits.isEmpty() && transaction.rollbacks.isEmpty()) {
                assertThat(commit.join().code()).as(transaction.key + " has no decision").isZero();
            }
            transaction.commits.add(commit);
        }
    }

    private int judge() {
        Map<String, Integer> counts = new HashMap<>();
        long offset = 1;
        for (List<StoredMessage> some = client.read("T", offset); !some.isEmpty(); some = client.read("T", offset)) {
            for (StoredMessage message : some) {
                assertThat(message.queueOffset()).isEqualTo(offset++);
                counts.merge(new String(message.body(), StandardCharsets.UTF_8), 1, Integer::sum);
            }
        }
        int committed = 0;
        TreeSet<Long> ordinals = new TreeSet<>();
        for (Transaction transaction : transactions) {
            int count = counts.getOrDefault(transaction.key, 0);
            boolean commit = anySucceeded(transaction.commits);
            boolean rollback = anySucceeded(transaction.rollbacks);
            assertThat(count).as(transaction.key + " in the queue").isBetween(0, 1);
            assertThat(commit && rollback).as(transaction.key + " was told both").isFalse();
            if (commit) {
                assertThat(count).as(transaction.key + " is committed").isEqualTo(1);
                committed++;
            }
            if (rollback || transaction.commits.isEmpty()) {
                assertThat(count).as(transaction.key + " is not committed").isZero();
            }
            if (transaction.isSent() && transaction.rollbacks.isEmpty()) {
                assertThat(count).as(transaction.key + " was only committed").isEqualTo(1);
            }
            if (transaction.isSent()) {
                assertThat(ordinals.add(transaction.sent().ordinal())).as("ordinals differ").isTrue();
            }
        }
        assertThat(broker.openTransactions()).as("left open without an answer")
                .isLessThanOrEqualTo((int) transactions.stream().filter(each -> !each.isSent()).count());
        return committed;
    }
}
