package io.skylark.broker.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeasuresTest {
    private final Measures measures = new Measures(topic -> topic.startsWith("sys"));

    @Test
    void keepsTheTotalsOfWhatWasRemoved() {
        Consumption consumption = measures.consumption("t", "g");
        consumption.found(3, 300);
        measures.removeTopic("t");

        assertThat(consumption.isRemoved()).isTrue();
        assertThat(measures.consumptions()).isEmpty();
        assertThat(measures.delivered().messages()).isEqualTo(3);
        assertThat(measures.consumption("t", "g")).isNotSameAs(consumption);
    }

    @Test
    void countsTopicsOfTheSystemApart() {
        measures.consumption("sys", "g").found(2, 20);
        measures.consumption("t", "g").found(3, 30);

        assertThat(measures.delivered().messages()).isEqualTo(3);
        assertThat(measures.deliveredBySystem().messages()).isEqualTo(2);
    }

    @Test
    void whatIsTooMuchCountsAsOther() {
        for (int i = 0; i < Measures.MAX_CONSUMPTIONS; i++) {
            measures.consumption("t" + i % 100, "g" + i / 100).found(1, 1);
        }
        measures.consumption("new", "g").found(5, 50);
        measures.consumption("newer", "g").found(5, 50);

        assertThat(measures.consumptions()).hasSize(Measures.MAX_CONSUMPTIONS + 1);
        Consumption other = measures.consumptions().getLast();
        assertThat(other.topic()).isEqualTo(Measures.OTHER);
        assertThat(other.messages()).isEqualTo(10);

        measures.removeGroup("g0");
        assertThat(measures.consumption("new", "g").topic()).isEqualTo("new");
    }
}
