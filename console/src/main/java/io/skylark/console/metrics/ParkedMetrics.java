package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.broker.measure.Histogram;
import io.skylark.broker.measure.Measures;
import java.time.InstantSource;

/// Messages that wait for something before they are seen: their time, the decision of their transaction, an
/// acknowledgement.
final class ParkedMetrics {
    private final BrokerView broker;
    private final InstantSource clock;

    ParkedMetrics(BrokerView broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    void collect(Scrape scrape) {
        Measures measures = broker.measures();
        scrape.add(Metric.ROLLBACK_MESSAGES, measures.rolledBackMessages());
        scrape.add(Metric.HALF_MESSAGES, broker.transactions().open());
        histogram(scrape, Metric.FINISH_LATENCY, measures.decisionSeconds());
        histogram(scrape, Metric.DELAY_LATENCY, measures.delaySeconds());
        long late = Math.max(0, clock.millis() - broker.timers().nextDue());
        scrape.add(Metric.TIMER_ENQUEUE_LAG, 0);
        scrape.add(Metric.TIMER_ENQUEUE_LATENCY, 0);
        scrape.add(Metric.TIMER_DEQUEUE_LAG, late > 0 ? 1 : 0);
        scrape.add(Metric.TIMER_DEQUEUE_LATENCY, late);
        scrape.add(Metric.TIMING_MESSAGES, broker.timers().waiting());
        scrape.add(Metric.POP_CHECKPOINTS, broker.pops().inFlight());
        scrape.add(
                Metric.POP_REVIVE_IN, measures.delivered().poppedMessages(), "revive_message_type", "ck");
        scrape.add(
                Metric.POP_REVIVE_IN, measures.delivered().acknowledgedMessages(), "revive_message_type", "ack");
    }

    private static void histogram(Scrape scrape, Metric metric, Histogram from) {
        scrape.add(metric, from.limits(), from.counts(), from.sum());
    }
}
