package io.skylark.log.index;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicVolumeTest {
    @Test
    void countsMessagesBySizeAndTheirBytes() {
        TopicVolume volume = new TopicVolume();
        volume.add(100);
        volume.add(1 << 10);
        volume.add((1 << 10) + 1);
        volume.add(5 << 20);

        TopicVolume.Reading reading = volume.read();
        assertThat(reading.messagesBySize()).containsExactly(2, 1, 0, 0, 0, 0, 1);
        assertThat(reading.messages()).isEqualTo(4);
        assertThat(reading.bytes()).isEqualTo(100 + (1 << 10) + (1 << 10) + 1 + (5 << 20));
    }
}
