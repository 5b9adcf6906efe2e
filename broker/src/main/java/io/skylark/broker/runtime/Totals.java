package io.skylark.broker.runtime;

import io.skylark.broker.measure.DayTotal;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.measure.Traffic;
import io.skylark.log.store.MessageStore;
import java.time.ZoneId;

/// Totals of the broker and how they grew: sends, pulls that found something or nothing, messages that were delivered.
/// Shared.
final class Totals {
    private final MessageStore messages;
    private final Measures measures;
    private final DayTotal putOfDay;
    private final DayTotal gotOfDay;
    private final Traffic put;
    private final Traffic found;
    private final Traffic missed;
    private final Traffic got;
    private final Traffic delayed;
    private final Traffic due;

    Totals(MessageStore messages, Measures measures, ZoneId zone, long now) {
        this.messages = messages;
        this.measures = measures;
        putOfDay = new DayTotal(zone, now);
        gotOfDay = new DayTotal(zone, now);
        put = new Traffic(now);
        found = new Traffic(now);
        missed = new Traffic(now);
        got = new Traffic(now);
        delayed = new Traffic(now);
        due = new Traffic(now);
    }

    void sample(long now) {
        look(now);
        put.sample(now, putMessages());
        found.sample(now, foundReads());
        missed.sample(now, missedReads());
        got.sample(now, gotMessages());
        delayed.sample(now, measures.delayedMessages());
        due.sample(now, measures.dueMessages());
    }

    private void look(long now) {
        putOfDay.look(now, putMessages());
        gotOfDay.look(now, gotMessages());
    }

    DayTotal putOfDay(long now) {
        look(now);
        return putOfDay;
    }

    DayTotal gotOfDay(long now) {
        look(now);
        return gotOfDay;
    }

    long putMessages() {
        return BrokerStatistics.sentMessages(messages, measures);
    }

    long gotMessages() {
        return measures.delivered().messages() + measures.deliveredBySystem().messages();
    }

    private long foundReads() {
        return measures.delivered().foundReads() + measures.deliveredBySystem().foundReads();
    }

    private long missedReads() {
        return measures.delivered().missedReads() + measures.deliveredBySystem().missedReads();
    }

    double[] putRates(long now) {
        return put.perSecond(now, putMessages());
    }

    double[] foundRates(long now) {
        return found.perSecond(now, foundReads());
    }

    double[] missedRates(long now) {
        return missed.perSecond(now, missedReads());
    }

    double[] gotRates(long now) {
        return got.perSecond(now, gotMessages());
    }

    double[] delayedRates(long now) {
        return delayed.perSecond(now, measures.delayedMessages());
    }

    double[] dueRates(long now) {
        return due.perSecond(now, measures.dueMessages());
    }
}
