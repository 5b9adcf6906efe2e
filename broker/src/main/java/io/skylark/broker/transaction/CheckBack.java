package io.skylark.broker.transaction;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicTable;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks producers that have not decided, and gives up what was asked about too often. Runs on virtual threads, one round at
/// a time.
final class CheckBack {
    private static final Logger LOG = LoggerFactory.getLogger(CheckBack.class);

    /// Questions to the producers of one group in one round: clients queue 2,000.
    static final int MAX_QUESTIONS_PER_GROUP = 1_000;

    /// Questions that are counted in one entry.
    private static final int MAX_COUNTED_PER_ENTRY = 1_000;

    private final LiveConfig config;
    private final TransactionTable table;
    private final Decisions decisions;
    private final TableLog tableLog;
    private final TopicTable topics;
    private final TopicCreation creation;
    private final ProducerRegistry producers;
    private final InstantSource clock;
    private final AtomicBoolean running = new AtomicBoolean();

    CheckBack(
            LiveConfig config,
            TransactionTable table,
            Decisions decisions,
            TableLog tableLog,
            TopicTable topics,
            TopicCreation creation,
            ProducerRegistry producers,
            InstantSource clock) {
        this.config = config;
        this.table = table;
        this.decisions = decisions;
        this.tableLog = tableLog;
        this.topics = topics;
        this.creation = creation;
        this.producers = producers;
        this.clock = clock;
    }

    /// One round; returns when its questions are on their way and counted.
    void round() {
        if (!running.compareAndSet(false, true)) {
            return; // the one before still waits for the log
        }
        try {
            check(clock.millis());
        } finally {
            running.set(false);
        }
    }

    private void check(long now) {
        Map<String, Integer> questions = new HashMap<>();
        List<Half> asked = new ArrayList<>();
        for (Half half : due(now)) {
            if (half.checks() >= config.now().transactions().maxChecks() || isTooOld(half, now)) {
                giveUp(half);
            } else if (questions.getOrDefault(half.group(), 0) < MAX_QUESTIONS_PER_GROUP && ask(half)) {
                questions.merge(half.group(), 1, Integer::sum);
                asked.add(half);
            }
        }
        for (int from = 0; from < asked.size(); from += MAX_COUNTED_PER_ENTRY) {
            List<Half> some = asked.subList(from, Math.min(from + MAX_COUNTED_PER_ENTRY, asked.size()));
            tableLog.change(TransactionTable.STATE, TransactionTable.checked(some));
        }
    }

    /// Those that were asked about least come first, so that a limit does not starve any.
    private List<Half> due(long now) {
        return table.open().stream()
                .filter(half -> half.claimed() == null && isDue(half, now))
                .sorted(Comparator.comparingInt(Half::checks).thenComparingLong(Half::ordinal))
                .toList();
    }

    private boolean isDue(Half half, long now) {
        long patience = half.immunityMillis() > 0
                ? half.immunityMillis()
                : config.now().transactions().timeout().toMillis();
        long age = now - half.time();
        return age > patience || age < 0; // a clock that went back must not keep it from being asked
    }

    /// Without this, transactions of producers that never come back would be kept for ever.
    private boolean isTooOld(Half half, long now) {
        Duration keep = config.now().retention().keep();
        return now - half.time() > keep.toMillis();
    }

    /// False when there is nobody to ask.
    private boolean ask(Half half) {
        Member producer = producers.next(half.group());
        HalfMessage message = producer == null ? null : decisions.read(half).orElse(null);
        if (producer == null || message == null) {
            reportLost(half, producer);
            return false;
        }
        CheckTransaction.Request question = new CheckTransaction.Request(
                message.message().topic(), half.ordinal(), half.position(), message.uniqueKey(), message.uniqueKey(),
                OffsetMessageId.encode(message.message().storeHost(), half.position()), config.now().brokerName());
        producer.connection().oneway(
                CheckTransaction.API.oneway(question, message.question(half, half.checks() + 1)));
        return true;
    }

    private static void reportLost(Half half, @Nullable Member producer) {
        if (producer != null) {
            LOG.error("the half message at {} of group {} is not in the log", half.entryPosition(), half.group());
        }
    }

    private void giveUp(Half half) {
        HalfMessage message = decisions.read(half).orElse(null);
        if (message == null || !half.claim(Ending.GIVEN_UP)) {
            return;
        }
        if (table.find(half.position()) == null) {
            return;
        }
        LOG.warn("transaction {} of group {} is given up after {} checks, its message is moved to {}",
                message.uniqueKey(), half.group(), half.checks(), TopicNames.TRANSACTION_CHECK_MAX);
        try {
            if (topics.find(TopicNames.TRANSACTION_CHECK_MAX) == null) {
                creation.create(TopicConfig.of(
                        TopicNames.TRANSACTION_CHECK_MAX, 1, Permission.READ | Permission.WRITE));
            }
        } catch (RuntimeException failure) {
            half.release();
            throw failure;
        }
        decisions.move(half, message.givenUp(half)).whenComplete((done, refusal) -> {
            if (refusal != null) {
                LOG.warn("the log refused that; tried again with the next check", refusal);
            }
        });
    }
}
